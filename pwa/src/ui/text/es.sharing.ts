/** Every sentence about who may see an observation, in Spanish. */
import { formatCount } from '../../core/format';
import type { sharing as english } from './en.sharing';

const count = (n: number, one: string, other: string): string => formatCount('es', n, { one, other });

export const sharing: typeof english = {
  title: 'Quién ve esta visita',
  open: 'Compartir',
  shared: 'Compartida con el docente',
  alone: 'Por ahora solo la ven quienes observaron. Nadie más, sea cual sea su cargo.',
  who: 'La pueden ver ahora',
  roles: {
    owner: 'Asesor, puede cambiarla y compartirla',
    observer: 'Coobservador',
    teacher: 'Docente',
    reader: 'Puede leer',
  },
  since: (when) => `desde ${when}`,
  you: 'usted',
  preview: 'Lo que verá el docente',
  previewHelp:
    'Todo lo registrado: las imágenes, las medidas, cada elemento y cada nota como aparecen abajo. Sus notas privadas no forman parte.',
  items: (n) => count(n, '# elemento', '# elementos'),
  notes: 'Notas, palabra por palabra',
  noNotes: 'No se escribieron notas.',
  photos: (n) => count(n, '# foto', '# fotos'),
  asTeacher: 'Verla como el docente',
  share: (name) => `Compartir con ${name}`,
  done: (name) => `${name} puede verla en cuanto esto se envíe.`,
  stop: 'Dejar de compartir',
  stopHelp: 'Sale de sus dispositivos con su próxima sincronización. Lo leído, leído queda.',
  others: 'Otra persona, por su nombre',
  pick: 'Elegir a un asesor',
  observer: 'Añadir como coobservador',
  reader: 'Dejar que la lea',
  missing: 'Esta visita no está en esta tableta.',
  notYours: 'Solo su asesor puede compartir esta visita.',
  seeing: (name) => `Esto es lo que ve ${name}.`,
  back: 'Volver a mi vista',
  added: (when) => `Añadido después de compartir, ${when}`,
  edited: (when) => `Editado después de compartir, ${when}`,
};
