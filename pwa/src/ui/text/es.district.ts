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
      'Listas a las que pueden referirse los ciclos. Incorpore una hoja de cálculo (CSV) con las columnas código y texto y, si quiere, lista, materia, cursos y fuente; o un archivo CASE (JSON). Nada se guarda antes de que vea lo que resultaría.',
    choose: 'Elegir un archivo',
    none: 'Aún no hay listas.',
    lists: 'Listas del distrito',
    inList: (n) => count(n, '# estándar', '# estándares'),
    preview: (list) => `Incorporar «${list}» haría esto:`,
    added: (n) => count(n, '# nuevo', '# nuevos'),
    changed: (n) => count(n, '# con otra redacción', '# con otra redacción'),
    missing: (n) =>
      count(
        n,
        '# de su lista no está en este archivo: dejar de ofrecerlo',
        '# de sus listas no están en este archivo: dejar de ofrecerlos',
      ),
    missingHelp:
      'Para una edición nueva. No lo marque si el archivo es solo una parte de la lista. Los ciclos que usan alguno lo siguen mostrando.',
    notOffered: (n) => count(n, '# que ya no se ofrece', '# que ya no se ofrecen'),
    retire: 'Dejar de ofrecer',
    offer: 'Volver a ofrecer',
    nothing: 'No hay nada que incorporar',
    item: (at, why) => `Elemento ${at}: ${why}`,
    allRefused: (n) => `Mostrar los ${n}`,
    first: (n, all) => (n === all ? `Los ${n}` : `Los primeros ${n} de ${all}`),
    grades: (grades) => `Cursos: ${grades}`,
    code: 'Código',
    says: 'Qué dice',
    same: (n) => count(n, '# como antes', '# como antes'),
    refused: (n) => count(n, '# fila no puede incorporarse', '# filas no pueden incorporarse'),
    row: (at, why) => `Fila ${at}: ${why}`,
    why: {
      no_code: 'no tiene código. Dé a cada estándar el suyo.',
      no_text: 'no tiene texto. Diga qué pide el estándar.',
      twice: 'su código ya aparece más arriba. Dé a cada uno el suyo.',
      too_long: 'su código o su texto es demasiado largo. Acórtelo.',
      no_list: 'no pertenece a ninguna lista. Nombre la lista.',
      too_many_cells: 'tiene más celdas que la primera fila. Ponga entre comillas los textos con comas.',
      bad_text: 'tiene un carácter que no puede guardarse. Escríbalo de nuevo.',
    },
    unreadable: {
      too_large: 'Este archivo pesa más de 8 MB. Divídalo por materias.',
      no_columns: 'La primera fila de este archivo no tiene columnas llamadas código y texto.',
      nothing: 'En este archivo no hay ningún estándar.',
      bad_json: 'Este archivo está incompleto o dañado. Descárguelo de nuevo.',
      not_case: 'Este no es un archivo CASE: no tiene una lista de CFItems.',
      too_many: 'Este archivo tiene más de 5000 estándares. Divídalo por materias.',
    },
    take: 'Incorporarlos',
    done: 'Incorporados. Llegan a todos con la próxima sincronización.',
  },
};
