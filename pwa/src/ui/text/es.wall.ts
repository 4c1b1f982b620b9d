/** Every sentence about the wall: who may see and who opened what, administrators, and counts of coaching; in Spanish. */
import { formatCount, formatList } from '../../core/format';
import type { wall as english } from './en.wall';

const count = (n: number, one: string, other: string): string => formatCount('es', n, { one, other });
const list = (names: readonly string[]): string => formatList('es', names);

export const wall: typeof english = {
  consent: {
    title: 'Un administrador, solo si ambos están de acuerdo',
    help: 'Ningún administrador la ve si su asesor y su docente no están de acuerdo, ambos y por nombre. Cada uno lo retira por sí solo, cuando quiera.',
    cycleTitle: 'Un administrador, solo si todos están de acuerdo',
    cycleHelp:
      'Ningún administrador ve este ciclo si un asesor y cada uno de sus docentes no están de acuerdo, por nombre. Cualquiera lo retira por sí solo, cuando quiera.',
    meaning: 'Quien entra lo lee todo, como el docente: cada elemento, nota y foto. No puede cambiar nada.',
    cycleMeaning:
      'Quien entra lee todo este ciclo: metas, próximos pasos, conferencias y lo que ustedes escribieron. Las visitas se acuerdan una por una. No puede cambiar nada.',
    notShared: 'Se puede acordar en cuanto esto se comparta con su docente.',
    nobody: 'Este distrito no tiene administrador.',
    closed: (name) => `${name} no puede ver nada de esto.`,
    open: (name) => `${name} puede leerlo.`,
    allAgreed: 'Todas las personas cuya palabra hace falta están de acuerdo.',
    agreed: (names) => `De acuerdo: ${list(names)}.`,
    youAgreed: 'Usted está de acuerdo.',
    waits: (names) => `Falta la palabra de ${list(names)}.`,
    waitsForYou: 'Sin su palabra queda cerrado.',
    refused: (names) => `Lo retiró: ${list(names)}.`,
    coach: 'quien asesora',
    asked: (who, name) =>
      `${who} está de acuerdo en que ${name} lea esta visita. Nada se muestra si usted no está de acuerdo también.`,
    answer: 'Responder',
    agree: (name) => `Estoy de acuerdo en que ${name} lo lea`,
    takeBack: 'Retirar mi acuerdo',
    takeBackOf: (name) => `Retirar mi acuerdo en que ${name} lo lea`,
  },
  viewers: {
    title: 'Quién abrió mis clases',
    about:
      'De cada visita compartida con usted: quién puede verla ahora y quién la abrió y cuándo. Solo usted ve esta lista. Nadie puede cambiarla, ni siquiera un administrador.',
    limits:
      'Desde que se comparte una visita, la aplicación anota cada apertura en todo dispositivo, también sin red, y la comunica con la próxima sincronización. Las de una misma hora son una sola línea.',
    may: 'Pueden verla ahora',
    you: 'usted',
    roles: { owner: 'asesora', observer: 'coobserva', teacher: 'docente', reader: 'puede leer' },
    opened: 'Abierta por otras personas',
    none: 'Nadie más la ha abierto hasta ahora.',
    what: {
      review: 'la visita',
      report: 'el informe',
      conference: 'la conferencia',
      prepare: 'la preparación de la conferencia',
      trends: 'el resumen del año',
      file: 'la tomó como archivo',
      photo: 'una foto',
      other: 'la abrió',
    },
    who: 'Quién',
    whatHead: 'Qué',
    when: 'Cuándo',
    empty: 'Todavía no se ha compartido nada con usted.',
    seen: 'Quién la ve y quién la abrió',
    more: 'Quién ve esta visita y quién la abrió',
    all: 'Todas mis clases',
    somebody: 'Alguien',
    visit: 'Una visita',
  },
  publish: {
    title: 'Publicar un protocolo desde un archivo',
    about: 'Un archivo de protocolo (TOML). Primero se mira; nada se publica antes de que usted lo diga.',
    choose: 'Elegir un archivo',
    looked: (title, version) => `${title}, versión ${version}`,
    good: 'Se puede usar. Una vez publicada, esta versión no cambia nunca; todas las personas la tienen con su próxima sincronización.',
    do: 'Publicarlo',
    done: 'Publicado. Todas las personas lo tienen con su próxima sincronización.',
    there: 'El distrito ya tiene esta misma versión.',
    taken: 'El distrito tiene otro protocolo con este nombre y versión. Dé a este una versión más alta.',
    wrong: 'Todavía no se puede usar:',
    advice: 'Se puede usar. Lo que podría mejorar:',
    line: (line) => `Línea ${line}`,
  },
  activity: {
    title: 'Actividad de asesoría',
    about: 'Cuántas veces y cuánto tiempo, según lo anotado por quienes asesoran. Nada de lo visto o dicho.',
    rule: 'Cada cifra es de cinco docentes o más. Lo que sería de menos se cuenta junto con otros, de modo que sumando o restando no se pueda averiguar lo de nadie.',
    closes:
      'Un mes se cuenta desde el día ocho del siguiente y después queda como se contó. Lo anotado más tarde cuenta más tarde.',
    empty: 'Todavía no hay nada que contar: ningún mes cerrado con cinco docentes o más.',
    waiting: (months) => `${months}: menos de cinco docentes hasta ahora. Se contará junto con lo que venga.`,
    period: 'Meses',
    total: (n, length) => `${count(n, '# actividad', '# actividades')}, ${length}`,
    by: { school: 'Por escuela', service: 'Por servicio', coach: 'Por asesor' },
    undivided: 'Aquí no se divide: contaría de menos de cinco docentes, o solo hay uno.',
    name: { school: 'Escuela', service: 'Servicio', coach: 'Asesor' },
    activities: 'Número',
    time: 'Horas',
    rest: 'Los demás juntos',
    several: 'Varias escuelas a la vez',
    none: 'Sin escuela o sin docente nombrado',
    other: 'Otro servicio',
    csv: 'Llevarla como tabla (CSV)',
    back: 'Resumen',
  },
};
