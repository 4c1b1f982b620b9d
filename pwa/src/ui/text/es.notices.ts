/** Every sentence about notices in Spanish. */
import type { notices as english } from './en.notices';

export const notices: typeof english = {
  title: 'Avisos',
  intro: 'Lo que le compartieron, lo que vence y lo que aún espera. Los últimos dos meses.',
  none: 'Todavía nada. Cuando algo se comparta con usted, se añada o venza, aparecerá aquí.',
  offline: 'Estos son los avisos de la última vez que este dispositivo se conectó con la oficina.',
  fresh: 'Nuevo',
  allRead: 'Marcar todo como leído',
  settings: 'Elegir qué se muestra en sus dispositivos y cuándo',
  kind: {
    observation_shared: 'Se compartió una observación con usted',
    reflection_added: 'Se añadió una reflexión',
    conference_tomorrow: 'Mañana hay una conferencia',
    check_back: 'Vence un próximo paso',
    unsent: 'Una tableta tiene algo por enviar desde ayer',
  },
  unsentHelp: 'Abra Backrow en esa tableta donde haya red. Nada de lo que contiene se pierde.',
  offer: {
    title: '¿Quiere que Backrow le avise cuando haya algo nuevo?',
    text: 'Puede mostrar un aviso breve en este dispositivo cuando se comparta una observación, se añada una reflexión o venza un próximo paso. Nunca contiene nombres ni evidencias.',
    yes: 'Sí, avisarme aquí',
    no: 'Ahora no',
    later: 'Puede cambiarlo en los ajustes en cualquier momento.',
  },
  push: {
    title: 'Avisos',
    see: 'Ver todos los avisos',
    on: 'Este dispositivo muestra avisos, también con Backrow cerrado.',
    off: 'Este dispositivo no muestra avisos. De todos modos aparecen en la lista.',
    turnOn: 'Mostrar avisos aquí',
    turnOff: 'No mostrarlos aquí',
    none: 'Este navegador no puede mostrar avisos con Backrow cerrado. Aparecen en la lista.',
    homeScreen:
      'En un iPad o iPhone los avisos solo llegan a una app de la pantalla de inicio: toque Compartir, luego «Añadir a pantalla de inicio», y abra Backrow desde allí.',
    denied:
      'A este navegador se le indicó que no muestre avisos de Backrow. Para cambiarlo, abra los ajustes del sitio en el navegador.',
    trouble: {
      offline: 'Ahora no hay conexión con la oficina. Inténtelo de nuevo donde haya red.',
      refused: 'El navegador no lo aceptó. Inténtelo más tarde; los avisos aparecen en la lista.',
    },
  },
  choice: {
    kinds: 'Qué se muestra en sus dispositivos',
    kind: {
      observation_shared: 'Una observación compartida conmigo',
      reflection_added: 'Una reflexión nueva',
      conference_tomorrow: 'Una conferencia mañana',
      check_back: 'Un próximo paso que vence',
      unsent: 'Una tableta mía guarda algo desde ayer',
    },
    quiet: 'Horas de silencio',
    quietHelp: (zone: string) => `En estas horas no se muestra nada; llega cuando terminan. Las horas son de ${zone}.`,
    on: 'Sí',
    off: 'No',
    from: 'Desde',
    until: 'Hasta',
    offline: 'Qué se muestra y cuándo se puede cambiar donde haya red.',
  },
};
