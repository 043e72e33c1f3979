import { entityNoun } from 'qbo-backfill'
import { inSentence, knownRecord, records } from './known-record.ts'
import type { Words } from './words.ts'

const dias = (count: number): string => (count === 1 ? '1 día' : `${count} días`)
const companies = (count: number): string => (count === 1 ? '1 empresa' : `${count} empresas`)
const list = new Intl.ListFormat('es', { type: 'conjunction' })
/** De lo que nombra `entityNoun`. */
const isFeminine = (noun: string): boolean => /^(?:\S*(?:a|ción|dad)|clase|sucursal|orden)(?: |$)/u.test(noun)
/** `a las 04:00`, `a la 01:00` */
const at = (time: string): string => `${time.startsWith('01') ? 'a la' : 'a las'} ${time}`

export const spanish: Words = {
  locale: 'es-EC',
  title: 'El QuickBooks de sus clientes, copiado',
  subtitle: 'Muestra si la copia de cada empresa en su base de datos está completa y al día.',
  asOf: (time, seconds) => `${time}; se actualiza cada ${seconds} s`,
  asOfStill: (time) => `${time}, en pausa`,
  unreachable: (time) =>
    `La base de datos no responde. Lo que ve es del ${time}; la página lo intenta de nuevo por sí sola.`,
  neverReached:
    'La base de datos no responde. La página lo intenta de nuevo por sí sola; los detalles están en el log.',
  dayAt: (day, time) => `${day} ${at(time)}`,
  hold: 'pausar',
  renew: 'continuar',
  leave: 'Salir',
  other: 'English',

  states: {
    person: 'por atender',
    soon: 'por revisar pronto',
    working: 'cargándose',
    fine: 'en orden',
  },
  lastDay: (synced, all) =>
    `En las últimas 24 horas se ${synced === 1 ? 'sincronizó' : 'sincronizaron'} ${synced} de ${companies(all)}`,
  yourTurn: (count) =>
    count === 0
      ? 'ninguna requiere su atención'
      : count === 1
        ? '1 requiere su atención'
        : `${count} requieren su atención`,
  show: 'ver',
  all: 'ver todas',
  calm: (count) =>
    count === 1 ? '1 más está en orden: ver todas' : `${count} más están en orden: ver todas`,
  connect: 'Conectar una empresa',
  none: 'Aún no hay ninguna empresa conectada. Conecte la primera: su historial se carga y se comprueba enseguida.',
  legend: (sync, check) =>
    `«Completa»: la base de datos tiene todos los registros que QuickBooks cuenta y todas las transacciones que muestran sus propios reportes. Cada noche ${at(sync)} se sincroniza lo que cambió; cada ${check} se comprueba todo de nuevo. Cada sincronización renueva la conexión.`,

  records: (count, entity) => records(count, entity, 'es'),
  several: (entity) => entityNoun(entity, 'es').many,
  record: (entity, record) => knownRecord(entity, record, 'es', 'es-EC'),
  theRecord: (entity, record) =>
    `${isFeminine(entityNoun(entity, 'es').one) ? 'la' : 'el'} ${inSentence(knownRecord(entity, record, 'es', 'es-EC'))}`,
  madeAt(entity, time) {
    const { one } = entityNoun(entity, 'es')
    return isFeminine(one) ? `Una ${one} creada el ${time}` : `Un ${one} creado el ${time}`
  },
  reason: (text) => `QuickBooks dice: «${text}»`,
  openIt: 'Abrir en QuickBooks',
  more: (count) => `y ${count} más, en el informe`,

  calls: (taken, budget) => `Llamadas a QuickBooks este mes: ${taken} de ${budget}, el límite que usted fijó`,
  spent: (budget, date) =>
    `Las ${budget} llamadas a QuickBooks de este mes ya se usaron: todas las empresas esperan hasta el ${date} a las 00:00, hora del Pacífico. Para seguir antes, reinicie los procesos con un QBO_MONTHLY_CALL_BUDGET mayor.`,
  enough: (date) => `Alcanzan hasta el ${date}, cuando empieza el mes siguiente.`,
  over: (date) =>
    `A este ritmo se acaban el ${date}. Aumente QBO_MONTHLY_CALL_BUDGET o sincronice menos a menudo.`,
  noForecast: (date) =>
    `El ${date} se empieza a contar de nuevo. Cuánto durarán se sabrá tras un día de sincronizaciones; la primera carga ocurre una sola vez.`,

  heads: ['Empresa', 'Copia', 'Última sincronización', 'Ahora', 'Conexión'],
  complete: 'Completa',
  completeBut: (what) => `Completa sin ${what}, como se aceptó`,
  notYet: 'Aún sin cargar',
  readAgain: 'Faltaba algo; se vuelve a leer todo',
  goesWithout: 'sigue sin lo que QuickBooks no logra entregar, como se aceptó',
  checked: (age) => `comprobada ${age}`,
  times: (times) => `${times} veces con este resultado`,
  notWitnessed: (entities) => `${entities}: no se pudieron consultar los reportes de QuickBooks`,
  idsAlone: (entities) => `${entities}: los reportes de QuickBooks no muestran montos que comparar`,
  never: 'ninguna aún',
  tasks: {
    backfill: 'cargando su historial',
    sync: 'sincronizando',
    announced: 'sincronizando',
    verify: 'comprobando todo',
  },
  queued: (task) => `en cola: ${task}`,
  orphaned: 'su proceso terminó; otro continúa en unos segundos',
  waitsForCalls: (task, date) => `${task}: espera las llamadas del próximo mes, desde el ${date}`,
  waits: (task, time) => `${task}: lo intenta de nuevo el ${time}, tras un error`,
  isConnected: 'conectada',
  days: (days) => `vence en ${dias(days)}`,
  noConsent: 'sin conexión',
  report: 'Informe',
  again: 'Intentar de nuevo',
  accept: 'Seguir sin él',
  reopen: 'Deshacer',
  seen: 'Visto',
  reconnect: 'Conectar de nuevo',

  disconnected: (company) => ({
    what: 'QuickBooks ya no nos deja entrar: el permiso se retiró o venció.',
    todo: `Conéctela de nuevo y elija ${company} en QuickBooks; el trabajo sigue desde donde quedó.`,
  }),
  endsToday: (company) => ({
    what: 'El permiso vence en menos de un día.',
    todo: `Conéctela de nuevo ahora y elija ${company} en QuickBooks.`,
  }),
  endsSoon: (company, days) => ({
    what: `El permiso vence en ${dias(days)}.`,
    todo: `Conéctela de nuevo antes y elija ${company} en QuickBooks.`,
  }),
  missing: (what, count) => `${count === 1 ? 'Falta' : 'Faltan'} en la base de datos: ${what}.`,
  incomplete: (entities) => `No se sabe si está completa: ${entities}.`,
  correct: 'Corrija el registro en QuickBooks y luego intente de nuevo, o siga sin él.',
  seeReport: 'El informe dice qué se encontró. «Intentar de nuevo» vuelve a leer los datos.',
  nothingComes: 'Hasta entonces no llegan cambios de esta empresa; cada noche se intenta de nuevo.',
  onlyReported: (found) => ({
    what: 'Completa, con una observación.',
    todo: `Las consultas de QuickBooks ocultaban ${list.format(found)}; su propio reporte, no. Todo está ya en la base de datos; no hay nada que hacer.`,
  }),
  remarks: (entities) => ({
    what: `Completa, con una observación sobre ${entities}.`,
    todo: 'Lea el informe una vez.',
  }),
  oldProof: (days, when) => ({
    what: `Comprobada por última vez hace ${dias(days)}; debería ser cada semana.`,
    todo: `¿Hay un proceso en marcha el ${when}? «Intentar de nuevo» la comprueba ahora.`,
  }),
  oldChanges: (hours, when) => ({
    what: `Sin sincronizar desde hace ${hours} horas; debería ser cada noche.`,
    todo: `¿Hay un proceso en marcha ${at(when)}? Los procesos se ven al pie de esta página.`,
  }),
  stopped: (task, error) => ({
    what: `Se detuvo ${task}: ${error}`,
    todo: 'Corrija lo que indica y luego intente de nuevo.',
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
  noWorkersYet: 'Aún no ha arrancado ningún proceso.',
  workerIdle: 'espera trabajo',
  events: 'Actividad reciente',
  noEvents: 'Aún no ha pasado nada.',
  companies,
  past: {
    connected: (who) => `${who}: conexión establecida`,
    retried: (who) => `${who}: alguien pidió intentarlo de nuevo`,
    accepted: (who) => `${who}: alguien decidió seguir sin lo que falta`,
    reopened: (who) => `${who}: alguien deshizo la decisión de seguir sin lo que falta`,
    stopped: (who, why) => `${who}: se detuvo y requiere su atención. ${why}`,
    lost: (who, worker) =>
      who === ''
        ? `El proceso ${worker} terminó sin avisar; los otros siguen.`
        : `El proceso ${worker} terminó sin avisar; otros siguieron con ${who}.`,
    backfill: (who, found) => `${who}: historial cargado, ${found}`,
    sync: (who, found) => `${who}: sincronización hecha, ${found}`,
    verify: (who, found) => `${who}: comprobación hecha, ${found}`,
  },
  found: { green: 'todo completo', yellow: 'con una observación', red: 'falta algo' },

  token: 'Clave de acceso',
  tokenHint: 'Es la FLEET_PAGE_TOKEN con la que se inició la página.',
  wrongToken: 'Esa no es la clave. No se abrió nada.',
  open: 'Entrar',
  connected: (company) => `${company} está conectada. Se está cargando, o sigue desde donde quedó.`,
  otherCompany: (company, expected) =>
    `Eligió otra empresa: ahora está conectada ${company}, pero aún no ${expected}. Conéctela de nuevo y elija ${expected}.`,
  retried: (company) => `${company}: se intenta de nuevo.`,
  accepted: (company) =>
    `${company} sigue sin lo que QuickBooks no logra entregar; se comprueba ahora todo lo demás.`,
  reopened: (company) => `${company} se carga de nuevo; después, su fila dirá qué falta.`,
  consentFailed:
    'El permiso no llegó a término: se denegó, tardó más de diez minutos o se empezó en otro navegador. Nada cambió.',
  noReport: 'No hay ningún informe de eso.',
  back: 'Volver a las empresas',
  commands:
    'Donde este informe nombra un comando, use la página de las empresas: «Intentar de nuevo» vuelve a leer, «Seguir sin él» acepta lo que falta; las sincronizaciones y las comprobaciones llegan por sí solas.',
}
