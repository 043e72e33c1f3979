import type { Words } from './words.ts'

const dias = (count: number): string => (count === 1 ? '1 día' : `${count} días`)

export const spanish: Words = {
  locale: 'es-EC',
  title: 'Los libros de sus empresas de un vistazo',
  asOf: (time, seconds) => `Datos de las ${time}; se actualizan cada ${seconds} s`,
  asOfStill: (time) => `Datos de las ${time}, sin actualizar`,
  unreachable: (time) =>
    `La base de datos no responde. Lo que ve es de las ${time}; la página lo intenta de nuevo por sí sola.`,
  neverReached:
    'La base de datos no responde. La página lo intenta de nuevo por sí sola; los detalles están en el registro.',
  hold: 'detener',
  renew: 'actualizar de nuevo',
  leave: 'Salir',
  other: 'English',

  states: {
    person: 'le necesitan',
    soon: 'por revisar pronto',
    working: 'aún sin comprobar',
    fine: 'en orden',
  },
  inAll: (companies, busy) =>
    `${companies === 1 ? '1 empresa' : `${companies} empresas`} en total, ${busy} en proceso ahora`,
  oldest: (age) => `comprobación más antigua: ${age}`,
  all: 'mostrar todas',
  shownAlone: (companies, state) => `Solo se muestran las ${companies} «${state}»:`,
  calm: (companies) =>
    companies === 1 ? '1 más está en orden: mostrarla' : `${companies} más están en orden: mostrarlas`,
  connect: 'Conectar una empresa',
  none: 'Aún no hay ninguna empresa conectada. Conecte la primera: su historial se carga y se comprueba enseguida.',
  legend:
    '«Completa» significa que en la base de datos están todos los registros que QuickBooks cuenta y todas las transacciones que muestran sus propios informes; se nombra lo que ningún informe pudo confirmar. Los cambios llegan cada noche, y cada domingo se comprueba todo.',

  calls: (taken, budget, left) =>
    `${taken} de las ${budget} llamadas a la API de este mes están usadas, quedan ${left}`,
  spent: (budget, date) =>
    `Las ${budget} llamadas a la API de este mes están usadas: todas las empresas esperan hasta el ${date}, 00:00 hora del Pacífico. Para seguir antes, reinicie los procesos con un QBO_MONTHLY_CALL_BUDGET mayor.`,
  forecast: (calls, date) =>
    `unas ${calls} hasta el ${date}, al ritmo de las sincronizaciones y comprobaciones de los últimos días`,
  over: (date) =>
    `más de las que hay: el trabajo se detendrá antes del ${date}. Amplíe el presupuesto o sincronice menos a menudo.`,
  noForecast: 'habrá un pronóstico tras un día de sincronizaciones',
  keyUsed: 'usadas',
  keyForecast: 'previstas hasta fin de mes',

  heads: ['Empresas', 'Libros', 'Cambios', 'Ahora', 'Permiso'],
  complete: 'Completa',
  notYet: 'Aún sin comprobar',
  proved: (age) => `comprobada ${age}`,
  checked: (age) => `revisada ${age}`,
  notWitnessed: (entities) => `${entities}: sin confirmar por los informes de QuickBooks`,
  brought: (age) => `traídos ${age}`,
  loaded: (age) => `cargada ${age}`,
  tasks: {
    backfill: 'cargando su historial',
    sync: 'trayendo cambios',
    announced: 'trayendo cambios',
    verify: 'comprobando todo de nuevo',
  },
  idle: 'sin tareas',
  queued: (task) => `en cola: ${task}`,
  waitsForCalls: (task, date) => `${task}: espera las llamadas del mes próximo, ${date}`,
  waits: (task, time) => `${task}: lo intenta de nuevo a las ${time}, tras un error`,
  days: (days) => `vale ${dias(days)}`,
  noDays: 'vigente',
  noConsent: 'ninguno',
  report: 'Ver qué es',
  again: 'Intentar de nuevo',
  reconnect: 'Conectar de nuevo',

  disconnected: {
    what: 'QuickBooks ya no nos deja entrar: el permiso fue retirado o venció.',
    todo: 'Conecte la empresa de nuevo; el trabajo sigue desde donde quedó.',
  },
  endsToday: {
    what: 'El permiso vence en menos de un día.',
    todo: 'Conecte la empresa de nuevo ahora.',
  },
  endsSoon: (days) => ({
    what: `El permiso vence en ${dias(days)}.`,
    todo: 'Conecte la empresa de nuevo antes.',
  }),
  missing: (what) => ({
    what: `Falta en la base de datos: ${what}.`,
    todo: 'Vea qué registros son y qué hacer; luego intente de nuevo.',
  }),
  incomplete: (entities) => ({
    what: `No se comprobó que esté completa: ${entities}.`,
    todo: 'Vea qué se encontró y qué hacer; luego intente de nuevo.',
  }),
  remarks: (entities) => ({
    what: `Completa, con una observación sobre ${entities}.`,
    todo: 'Léala una vez; la próxima comprobación la quita si ya no vale.',
  }),
  oldProof: (days) => ({
    what: `Comprobada por última vez hace ${dias(days)}; debería ser cada semana.`,
    todo: '¿Hay un proceso en marcha los domingos a las 09:00 UTC? «Intentar de nuevo» la comprueba ahora.',
  }),
  oldChanges: (hours) => ({
    what: `Sin cambios traídos desde hace ${hours} horas; debería ser cada noche.`,
    todo: '¿Hay un proceso en marcha a las 07:15 UTC? Vea los procesos más abajo.',
  }),
  stopped: (task, error) => ({
    what: `Se detuvo ${task}: ${error}`,
    todo: 'Arregle lo que indica y luego intente de nuevo.',
  }),
  causes: {
    QBO_SUBSCRIPTION_ENDED: {
      what: 'Su suscripción a QuickBooks terminó.',
      todo: 'Cuando esté renovada, intente de nuevo.',
    },
    QBO_COMPANY_UNAVAILABLE: {
      what: 'QuickBooks bloqueó la empresa o la tiene en mantenimiento.',
      todo: 'Intente de nuevo dentro de unas horas.',
    },
    QBO_FORBIDDEN: {
      what: 'Quien la conectó no puede leer todo lo que se pide.',
      todo: 'Conéctela de nuevo como administrador de la empresa.',
    },
    QBO_CLIENT_REJECTED: {
      what: 'Intuit no acepta el id y el secreto de la aplicación.',
      todo: 'Corrija QBO_CLIENT_ID y QBO_CLIENT_SECRET, reinicie y luego intente de nuevo.',
    },
    QBO_ENVIRONMENT_MISMATCH: {
      what: 'La empresa es de otro entorno o de otra aplicación.',
      todo: 'Corrija QBO_ENVIRONMENT y las claves de la aplicación, reinicie y luego intente de nuevo.',
    },
    QBO_TOKENS_UNREADABLE: {
      what: 'El permiso guardado se selló con otra QBO_TOKEN_KEY.',
      todo: 'Inicie todos los procesos con la clave anterior, o conecte la empresa de nuevo.',
    },
  },

  workers: (count) => (count === 1 ? '1 proceso' : `${count} procesos`),
  noWorkers: 'No hay ningún proceso en marcha, así que nada avanza. Inicie uno: npm start',
  workerIdle: 'espera trabajo',
  events: 'Últimos sucesos',
  noEvents: 'Aún no ha pasado nada.',
  past: {
    connected: (companies) => `${companies}: conectada`,
    retried: (companies) => `${companies}: alguien pidió intentarlo de nuevo`,
    stopped: (companies, code) => `${companies}: se detuvo y le necesita (${code})`,
    lost: (companies, worker) => `Se perdió el proceso ${worker}; de nuevo en cola: ${companies}`,
    backfill: (companies, colour) => `${companies}: historial cargado, ${colour}`,
    sync: (companies, colour) => `${companies}: cambios traídos, ${colour}`,
    verify: (companies, colour) => `${companies}: comprobada de nuevo, ${colour}`,
  },
  found: { green: 'completa', yellow: 'completa con observaciones', red: 'falta algo' },
  by: (worker) => `por ${worker}`,

  token: 'Clave de acceso',
  tokenHint: 'Es la FLEET_PAGE_TOKEN con la que se inició la página.',
  wrongToken: 'Esa no es la clave. No se abrió nada.',
  open: 'Entrar',
  connected: (company) => `${company} está conectada. Se está cargando, o sigue desde donde quedó.`,
  otherCompany: (company, expected) =>
    `Eligió otra empresa: ahora está conectada ${company}, pero aún no ${expected}. Conéctela de nuevo y elija ${expected}.`,
  retried: (company) => `${company}: se intenta de nuevo.`,
  consentFailed:
    'El permiso no llegó a término: fue denegado, tardó más de diez minutos o se empezó en otro navegador. No ha cambiado nada.',
  noReport: 'No hay ningún informe de eso.',
  back: 'Volver a las empresas',
}
