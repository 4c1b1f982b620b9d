/** Todas las frases sobre lo que no pasó a formar parte de un registro, y sobre comprobarlo todo, en español. */
import { formatCount } from '../../core/format';
import type { outbox as english } from './en.outbox';

const count = (n: number, one: string, other: string): string => formatCount('es', n, { one, other });

export const outbox: typeof english = {
  lost: 'Ya no se comparte con usted',
  lostHelp:
    'Lo registró en un lugar que ya no puede ver. La oficina no se lo muestra a nadie. Si le vuelven a compartir la clase o el ciclo, se incorpora solo. También puede guardarlo en un archivo o quitarlo de esta lista.',
  refused: 'Lo que se rechazó, y por qué',
  held: 'En espera en la oficina',
  takeOff: 'Quitar de esta lista',
  takeOffAll: (n: number) => count(n, 'Quitarlo de esta lista', 'Quitar los # de esta lista'),
  takeOffTitle: (n: number) => count(n, '¿Quitar esto de la lista?', '¿Quitar estos # de la lista?'),
  takeOffHelp:
    'Desaparece de las pantallas de esta tableta. Lo que la oficina aparta se queda allí, y nadie más lo ve.',
  keep: 'Dejarlo en la lista',
  more: (n: number) => count(n, 'y # más', 'y # más'),
  notSent: 'Aún no se ha enviado: primero va a la oficina.',
  next: {
    forbidden:
      'Pida el permiso a quien lleva la clase; después la oficina puede intentarlo otra vez. No hace falta escribirlo de nuevo.',
    unknown_kind: 'La oficina necesita una actualización. Entonces lo incorpora sola.',
    unknown_version: 'La oficina necesita una actualización. Entonces lo incorpora sola.',
    bad_change: 'Actualice esta aplicación, escríbalo de nuevo y avise a su oficina.',
    bad_fields: 'Escríbalo de nuevo con otro valor.',
    bad_text: 'Escríbalo de nuevo sin caracteres extraños, o en dos partes.',
    id_reuse: 'Escríbalo de nuevo: así recibe un número propio.',
    erased: 'No queda nada por hacer.',
    revoked_device: 'Pregunte a su administrador, o escríbalo de nuevo en otra tableta.',
    not_visible_yet: 'No tiene que hacer nada: se incorpora solo en cuanto pueda ver aquello a lo que pertenece.',
    other: 'Guárdelo en un archivo y enséñelo a su oficina.',
  },
  check: {
    button: 'Comprobarlo todo',
    help: 'Compara cada elemento de esta tableta con la oficina, y vuelve a enviar o a traer lo que falte.',
    running: 'Comparando con la oficina …',
    waits: 'La comprobación no ha terminado. Sigue en cuanto la oficina responda.',
    whole: 'Comprobado: esta tableta y la oficina tienen exactamente lo mismo.',
    mended:
      'Comprobado: faltaba algo y ya está arreglado. Esta tableta y la oficina tienen ahora exactamente lo mismo.',
  },
  update: (min: number, max: number) =>
    `La oficina habla la versión ${min === max ? `${min}` : `${min} a ${max}`} del contrato y esta aplicación otra. Siga registrando; actualice la aplicación para enviar.`,
};
