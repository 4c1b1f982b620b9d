/** Every sentence of the review's charts in Spanish. */
import { formatCount } from '../../core/format';
import type { charts as english } from './en.charts';

const count = (n: number, one: string, other: string): string => formatCount('es', n, { one, other });

export const charts: typeof english = {
  lastVisit: (day) => `Última visita, ${day}`,
  ghost: 'La línea fina es la última visita.',
  ghostCount: 'La línea fina es la última visita, llevada a la duración de esta.',
  title: {
    shares: 'Partes',
    intervals: 'Intervalos',
    counts: 'Recuentos',
    ratio: 'Razón',
    waits: 'Esperas',
    seatmap: 'Plano de asientos',
    links: 'De asiento a asiento',
    path: 'Recorrido',
    reach: 'Alcance',
    matrix: 'Qué sigue a qué',
    ratings: 'Valoraciones',
    checklist: 'Lista',
    script: 'Lo dicho',
    sweeps: 'Barridos',
    transitions: 'Transiciones',
    chain: 'Cadenas',
    questions: 'Preguntas',
    notes: 'Notas',
  },
  nothing: 'No se registró nada para este gráfico.',
  notRecorded: (list) => `Sin registro: ${list}.`,
  sweepCount: (n) => count(n, '# barrido', '# barridos'),
  itemCount: (n) => count(n, '# valoración o marca', '# valoraciones o marcas'),
  notSaid: 'no dicho',
  items: 'Números de este gráfico',
  front: 'Frente del aula',
  legend: 'Clave',
  rule: {
    counted: {
      continuous: (length) => `Contado momento a momento en ${length} de tiempo observado.`,
      interval: (n, length, rule) =>
        `Contado en ${count(n, '# intervalo observado', '# intervalos observados')} de ${length} (${rule}): un intervalo cuenta una vez por código, por mucho que haya ocurrido en él.`,
      sweep: (n) =>
        `Contado en ${count(n, '# barrido', '# barridos')} del aula: personas en los instantes de mirar, no tiempo.`,
    },
    shareOfCodes: 'Porcentaje de todos los códigos registrados; no lo es del tiempo ni de los intervalos.',
    shareOfMarks: 'Porcentaje de todas las marcas de su grupo. No lo es de los intervalos ni del tiempo.',
    shareOfPeople: (n) =>
      `Porcentaje de las personas contadas en un barrido y luego la media de ${count(n, '# barrido', '# barridos')}. No es un porcentaje del tiempo.`,
    turns: (length, rule) =>
      `Porcentaje de los intervalos de ${length} de cada sujeto en que se marcó el código (${rule}). Los sujetos se turnan, así que cada uno tiene sus intervalos.`,
    ratio: {
      continuous: 'Recuento de momentos y tramos, registrados según ocurrieron.',
      interval: 'Recuento de intervalos observados en que se marcaron.',
      sweep: 'Recuento de personas en todos los barridos.',
      duration: 'Tiempo observado, registrado momento a momento.',
    },
    waits:
      'Medido entre dos toques, sin las pausas de la observación. Una espera es tan exacta como lo son los toques.',
    seats: {
      continuous: 'Contado en los asientos según ocurrió. Lo que no tiene asiento no entra en estos números.',
      interval: 'Intervalos observados en que se marcó el asiento.',
      sweep: 'Una mirada a cada asiento por barrido. Son miradas, no tiempo.',
    },
    path: 'Paradas en el orden en que se tocaron; entre dos paradas no se sabe el camino.',
    pairs: {
      continuous: 'Cada código y el siguiente, en el orden del registro; no se salta el tiempo no observado.',
      step: (seconds) => `Cada código y el siguiente, con una marca por cada ${seconds} que duró un código.`,
      interval: 'Cada marca y la siguiente, intervalo por intervalo.',
    },
    bouts: 'Cada tramo desde su primer toque hasta el que lo terminó.',
    chain: 'En el orden del registro. Que algo siga a otra cosa no dice que esta lo haya causado.',
    ratings: {
      lesson: 'Niveles que eligió quien observó, una vez por clase. Son una lectura de las notas, no una medición.',
      segment: 'Niveles que eligió quien observó, una vez por segmento. Son una lectura de las notas, no una medición.',
    },
    means: 'Medias de los niveles que eligió quien observó; lo que no aplica queda fuera.',
    checklist: 'Lo que quien observó marcó en esta visita. No visto significa que no se vio en ella, nada más.',
    lines: 'Escrito o tocado según se dijo o se vio, con el momento del primer trazo.',
    questions: 'Cada pregunta según se tocó. La espera llega hasta el siguiente toque que la termina.',
  },
  shares: {
    people: (n, list) => `En promedio de ${count(n, '# barrido', '# barridos')}, lo más frecuente: ${list}.`,
    intervals: (list) => `Lo más marcado: ${list}.`,
    codes: (list) => `La mayor parte de lo registrado: ${list}.`,
  },
  counts: {
    split: (total, by, list) => `${count(total, '# elemento', '# elementos')} según «${by}»: ${list}.`,
  },
  intervals: {
    of: (k, n) => `${k} de ${n}`,
    turns: (intervals, list) => `${count(intervals, '# intervalo observado', '# intervalos observados')}. ${list}.`,
  },
  ratio: {
    side: (value, name) => `${value} ${name}`,
    says: (label, sides, ratio) => `${label}: ${sides}; es decir, ${ratio}.`,
    none: (label) => `${label}: no se registró nada en ningún lado.`,
  },
  waits: {
    seconds: (value) => `${value} s`,
    median: (value) => `mediana ${value} s`,
    limit: (value) => `línea de ${value} s`,
    longer: (value) => `${value} s y más`,
    unanswered: (n) => count(n, '# sin respuesta', '# sin respuesta'),
    says: (label, waits, median) =>
      `${label}: ${count(waits, '# espera', '# esperas')}, la mitad de ${median} s o menos`,
    reach: (k, n, limit) => `${k} de ${n} duraron ${limit} s o más`,
    none: (label) => `${label}: no se registró ninguna espera`,
  },
  seats: {
    says: (seats, times, list) =>
      `${count(seats, '# asiento', '# asientos')}, ${count(times, '# elemento', '# elementos')} en total. Más: ${list}.`,
    of: (list) => `De ellos: ${list}.`,
    no: 'Ningún elemento tiene asiento.',
    withoutSeat: (n) => count(n, '# elemento no tiene asiento.', '# elementos no tienen asiento.'),
    one: (seat, n) => `${seat}: ${n}`,
    links: (n, pairs, list) =>
      `${count(n, '# enlace', '# enlaces')} entre ${count(pairs, '# par de asientos', '# pares de asientos')}. Más: ${list}.`,
    noLinks: 'No se registró ningún enlace entre dos asientos.',
    arrow: (from, to) => `${from} → ${to}`,
    path: (stops, seats, first, last) =>
      `${count(stops, '# parada', '# paradas')} en ${count(seats, '# asiento', '# asientos')}, la primera en ${first}, la última en ${last}.`,
    noPath: 'No se registró ninguna parada en un asiento.',
    begin: 'inicio',
    end: 'fin',
  },
  reach: {
    ofPresent: (k, present) => `${k} de ${present}`,
    says: (seats, times) =>
      `${count(seats, '# asiento', '# asientos distintos')}, ${count(times, '# elemento', '# elementos')} en total`,
    present: (label, k, present) => `${label}: ${k} de ${present} presentes`,
    unknown: (label) => `${label}: no se indicó cuántas personas había`,
  },
  matrix: {
    says: (pairs, list) =>
      `${count(pairs, '# par', '# pares')} de un código y el siguiente. Los más frecuentes: ${list}.`,
    none: 'No hay ningún par de un código y el siguiente.',
    pair: (from, to, n) => `${from} → ${to} ${n}`,
    corner: 'Primero y luego',
  },
  transitions: {
    says: (n, time, longest) => `${count(n, '# tramo', '# tramos')}, ${time} en total; el más largo, ${longest}.`,
  },
  chain: {
    says: (n, whole) => `${count(n, '# cadena', '# cadenas')}; ${whole} de principio a fin.`,
    most: (list) => `Las más frecuentes: ${list}.`,
    none: 'No se registró ninguna cadena.',
    empty: 'sin registro',
  },
  ratings: {
    says: (rated, all, list) => `${rated} de ${all} valoraciones dadas: ${list}.`,
    none: 'No se dio ninguna valoración.',
    level: (label, n) => `${label} ${n}`,
    na: 'no aplica',
    open: 'sin valorar',
    mean: (label, value, n) => `${label} ${value} (${count(n, '# valoración', '# valoraciones')})`,
    means: (from, to, list) => `Niveles medios de ${from} a ${to}: ${list}.`,
    segment: (label, value) => `${label}: ${value}`,
  },
  checklist: {
    says: (seen, answered) => `Visto: ${seen} de ${answered} respondidos.`,
    rest: (na, open) => `No aplica: ${na}; sin responder: ${open}.`,
    state: { seen: 'visto', not: 'no visto', na: 'no aplica', open: 'sin responder' },
  },
  lines: {
    says: (n, list) => `${count(n, '# línea', '# líneas')}: ${list}.`,
    notes: (n) => `${count(n, '# nota', '# notas')}.`,
    none: 'No se escribió ninguna línea.',
    untagged: 'sin etiqueta',
    noWords: 'sin palabras escritas',
    more: (n) => count(n, 'Mostrar # línea más', 'Mostrar # líneas más'),
  },
  questions: {
    says: (n, list) => `${count(n, '# pregunta', '# preguntas')}: ${list}.`,
    waited: (n, median) => `Con tiempo medido tras ${n} de ellas; la mitad de estas esperas, de ${median} s o menos.`,
    none: 'No se registró ninguna pregunta.',
  },
  sweeps: {
    says: (label, n, mean, low, high) =>
      `${label}: ${mean} en promedio de ${count(n, '# barrido', '# barridos')}, de ${low} a ${high}`,
    none: 'No se registró ningún barrido.',
    sweep: (n) => `Barrido ${n}`,
    of: (k, n, percent) => `${k} de ${n}, ${percent}`,
  },
  column: {
    option: 'Detalle',
    total: 'Todos',
    side: 'Lado',
    wait: 'Espera (s)',
    seat: 'Asiento',
    from: 'De',
    to: 'A',
    order: 'Orden',
    purpose: 'Detalles',
    first: 'Primero',
    then: 'Luego',
    length: 'Duración',
    item: 'Elemento',
    level: 'Nivel',
    state: 'Estado',
    speaker: 'Quién',
    tag: 'Etiqueta',
    words: 'Palabras',
    sweep: 'Barrido',
    chain: 'Cadena',
  },
};
