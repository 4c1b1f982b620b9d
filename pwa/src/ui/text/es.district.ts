/** Every sentence about what a district makes its own, in Spanish. */
import { formatCount } from '../../core/format';
import type { district as english } from './en.district';

const count = (n: number, one: string, other: string): string => formatCount('es', n, { one, other });

export const district: typeof english = {
  only: 'Solo la administración puede cambiar esto.',
  template: {
    title: 'Ciclo, preguntas y menú de acompañamiento',
    about:
      'Sus propias palabras para las fases, preguntas para las conversaciones y los servicios que dan los asesores. Lo que quede vacío sigue como lo trae Backrow.',
    phases: 'Nombres de las fases',
    in: (what, language) => `${what}, ${language}`,
    prompts: 'Preguntas para las conversaciones',
    plan: 'Antes de la visita',
    reflect: 'Después de la visita',
    addPrompt: 'Añadir una pregunta',
    remove: 'Quitar',
    services: 'Menú de acompañamiento',
    addService: 'Añadir un servicio',
    hidden: 'No se ofrece',
    save: 'Guardar',
    saved: 'Guardado. Llega a todos con la próxima sincronización.',
  },
  standards: {
    title: 'Estándares',
    about:
      'Una lista a la que pueden referirse los ciclos: una hoja de cálculo (CSV) con las columnas código y texto y, si quiere, materia y cursos; o un archivo CASE (JSON).',
    choose: 'Elegir un archivo',
    none: 'Aún no hay listas.',
    lists: 'Listas del distrito',
    inList: (n) => count(n, '# estándar', '# estándares'),
    preview: (list) => `Incorporar «${list}» haría esto:`,
    added: (n) => count(n, '# nuevo', '# nuevos'),
    changed: (n) => count(n, '# con otra redacción', '# con otra redacción'),
    retired: (n) =>
      count(n, '# ya no está en la lista; sigue donde se usa', '# ya no están en la lista; siguen donde se usan'),
    same: (n) => count(n, '# como antes', '# como antes'),
    refused: (n) => count(n, '# fila no puede incorporarse', '# filas no pueden incorporarse'),
    row: (at, why) => `Fila ${at}: ${why}`,
    why: {
      no_code: 'no tiene código. Dé a cada estándar el suyo.',
      no_text: 'no tiene texto. Diga qué pide el estándar.',
      twice: 'su código ya aparece más arriba. Dé a cada uno el suyo.',
      too_long: 'su código o su texto es demasiado largo. Acórtelo.',
    },
    unreadable: {
      too_large: 'Este archivo pesa más de 8 MB. Divídalo por materias.',
      no_columns: 'La primera fila de este archivo no tiene columnas llamadas código y texto.',
      not_case: 'Este no es un archivo CASE: no tiene una lista de CFItems.',
      too_many: 'Este archivo tiene más de 5000 estándares. Divídalo por materias.',
    },
    take: 'Incorporarlos',
    done: 'Incorporados. Llegan a todos con la próxima sincronización.',
  },
};
