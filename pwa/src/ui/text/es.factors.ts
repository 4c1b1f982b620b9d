/** Every sentence about second factors and district sign-in in Spanish. */
import type { factors as en } from './en.factors';

export const factors: typeof en = {
  title: 'Formas de entrar',
  intro: 'Una segunda prueba además de la contraseña: quien solo conozca la contraseña no podrá entrar.',
  forced:
    'Su función abre gran parte del distrito, por eso necesita una segunda prueba. Añada una y Backrow se abrirá.',
  none: 'Hasta ahora, su contraseña es la única forma de entrar.',
  kind: { passkey: 'Llave de acceso', totp: 'Aplicación de autenticación' },
  added: (day) => `añadida el ${day}`,
  used: (day) => `usada por última vez el ${day}`,
  unused: 'todavía sin usar',
  remove: 'Quitar',
  removeThis: (name) => `Quitar ${name}`,
  removeTitle: '¿Quitar esta forma de entrar?',
  removeText: (name) => `Con «${name}» ya no podrá entrar.`,
  addPasskey: 'Añadir una llave de acceso',
  passkeyHelp:
    'Este dispositivo confirma que es usted, con la cara, el dedo o su propio código. Lo más rápido, y sin escribir nada.',
  noPasskeys: 'Este navegador no tiene llaves de acceso. Una aplicación de autenticación funciona en todas partes.',
  addTotp: 'Añadir una aplicación de autenticación',
  totpHelp: 'Una aplicación en su teléfono muestra un número nuevo cada medio minuto.',
  scan: 'Escanee esto con la aplicación de su teléfono',
  orType: 'O escriba esto en la aplicación:',
  code: 'Las seis cifras que la aplicación muestra ahora',
  name: 'Un nombre, para reconocerla más tarde',
  nameOf: { passkey: 'Este dispositivo', totp: 'Mi teléfono' },
  confirm: 'Añadir',
  codesTitle: 'Sus códigos de recuperación',
  codesText:
    'Anótelos o imprímalos y guárdelos donde guarda las llaves. Cada uno le deja entrar una vez si pierde el teléfono y la tableta. Solo se muestran ahora.',
  codesKept: 'Ya los tengo guardados',
  print: 'Imprimir',
  codesLeft: (n) =>
    n === 1 ? 'Queda 1 código de recuperación sin usar.' : `Quedan ${n} códigos de recuperación sin usar.`,
  renew: 'Crear códigos nuevos',
  declined: 'El navegador no creó ninguna llave. Inténtelo de nuevo o añada una aplicación de autenticación.',
  again: 'Entrar de nuevo',
  go: 'Abrir Backrow',
  link: 'Llaves y códigos',
  problem: {
    bad_code: 'No coincide. Escriba el número que la aplicación muestra ahora.',
    step_over: 'Han pasado más de diez minutos. Empiece otra vez.',
    not_fresh: 'Para esto tiene que haber entrado en el último cuarto de hora.',
    forbidden: 'Es la última que tiene, y su función necesita una. Añada otra antes.',
    too_many: 'Demasiados intentos. Espere un cuarto de hora e inténtelo de nuevo.',
    offline: 'No se puede alcanzar la oficina.',
    other: 'La oficina no lo aceptó. Inténtelo de nuevo en un momento.',
  },
  second: {
    title: 'Una prueba más',
    passkey: 'Usar una llave de acceso',
    code: 'Número de la aplicación o código de recuperación',
    submit: 'Continuar',
    back: 'Volver a la contraseña',
    declined: 'El navegador no firmó nada. Inténtelo de nuevo o escriba un código.',
    bad_code: 'No coincide. Escriba el número que la aplicación muestra ahora, o uno de sus códigos de recuperación.',
    step_over: 'Han pasado más de diez minutos. Entre otra vez.',
  },
  district: {
    or: 'o',
    with: (name) => `Entrar con ${name}`,
    refused: {
      unknown:
        'Backrow no conoce esta cuenta. Pregunte a su administración con qué correo electrónico le dieron de alta.',
      unverified: 'La entrada del distrito no confirmó su correo electrónico. Entre con su contraseña.',
      failed: 'La entrada del distrito no funcionó. Inténtelo de nuevo o entre con su contraseña.',
    },
  },
};
