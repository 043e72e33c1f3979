export type Language = 'en' | 'es'

/** What the page says, in two languages. */
export interface Words {
  readonly title: string
  readonly proved: string
  readonly attention: string
  readonly unproved: string
  readonly working: string
  readonly calls: (taken: string, budget: string) => string
  readonly forecast: (calls: string, date: string) => string
  readonly over: string
  readonly company: string
  readonly proof: string
  readonly sync: string
  readonly now: string
  readonly connection: string
  readonly colours: Readonly<Record<'green' | 'yellow' | 'red' | 'none', string>>
  readonly tasks: Readonly<Record<string, string>>
  readonly idle: string
  readonly waits: (task: string, until: string) => string
  readonly person: string
  readonly days: (days: number) => string
  readonly unknownDays: string
  readonly disconnected: string
  readonly reconnect: string
  readonly connect: string
  readonly never: string
  readonly none: string
  readonly other: string
  readonly asOf: (time: string) => string
  readonly token: string
  readonly open: string
  readonly legend: string
}

const english: Words = {
  title: 'All books at a glance',
  proved: 'proved complete',
  attention: 'need a person',
  unproved: 'not proved yet',
  working: 'being worked on',
  calls: (taken, budget) => `${taken} of ${budget} API calls this month`,
  forecast: (calls, date) => `at this pace ${calls} by ${date}`,
  over: 'more than the budget: work will stop until then',
  company: 'Company',
  proof: 'Proof',
  sync: 'Last sync',
  now: 'Now',
  connection: 'Connection',
  colours: {
    green: 'Complete',
    yellow: 'Complete, with remarks',
    red: 'Something is missing',
    none: 'Not proved yet',
  },
  tasks: {
    backfill: 'loading its history',
    sync: 'bringing changes',
    announced: 'bringing changes',
    verify: 'proving again',
  },
  idle: 'at rest',
  waits: (task, until) => `${task}: waits until ${until}`,
  person: 'Needs a person',
  days: (days) => (days === 1 ? '1 day left' : `${days} days left`),
  unknownDays: 'connected',
  disconnected: 'disconnected',
  reconnect: 'connect again',
  connect: 'Connect a company',
  never: 'never',
  none: 'No company is connected yet.',
  other: 'Español',
  asOf: (time) => `As of ${time}. The page renews itself.`,
  token: 'Access token',
  open: 'Open',
  legend:
    'Complete means: every record that QuickBooks counts, and every transaction that its own reports list, is in the database.',
}

const spanish: Words = {
  title: 'Todos los libros de un vistazo',
  proved: 'completas y comprobadas',
  attention: 'requieren a una persona',
  unproved: 'aún sin comprobar',
  working: 'en proceso',
  calls: (taken, budget) => `${taken} de ${budget} llamadas a la API este mes`,
  forecast: (calls, date) => `a este ritmo, ${calls} para el ${date}`,
  over: 'más que el presupuesto: el trabajo se detendrá hasta entonces',
  company: 'Empresa',
  proof: 'Comprobación',
  sync: 'Última sincronización',
  now: 'Ahora',
  connection: 'Conexión',
  colours: {
    green: 'Completa',
    yellow: 'Completa, con observaciones',
    red: 'Falta algo',
    none: 'Aún sin comprobar',
  },
  tasks: {
    backfill: 'cargando su historial',
    sync: 'trayendo cambios',
    announced: 'trayendo cambios',
    verify: 'comprobando de nuevo',
  },
  idle: 'en reposo',
  waits: (task, until) => `${task}: espera hasta ${until}`,
  person: 'Requiere a una persona',
  days: (days) => (days === 1 ? 'queda 1 día' : `quedan ${days} días`),
  unknownDays: 'conectada',
  disconnected: 'desconectada',
  reconnect: 'conectar de nuevo',
  connect: 'Conectar una empresa',
  never: 'nunca',
  none: 'Aún no hay ninguna empresa conectada.',
  other: 'English',
  asOf: (time) => `Datos de las ${time}. La página se actualiza sola.`,
  token: 'Clave de acceso',
  open: 'Entrar',
  legend:
    'Completa significa que en la base de datos están todos los registros que QuickBooks cuenta y todas las transacciones que muestran sus propios informes.',
}

export const words: Readonly<Record<Language, Words>> = { en: english, es: spanish }
