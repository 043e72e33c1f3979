/** Companies, by their names, with which there is something to do. */
export interface ToTry {
  readonly disconnected: string
  readonly lacking: string
}

/** What the demo says in the terminal, in the language of the terminal. */
export interface Told {
  readonly begin: (companies: number) => string
  readonly open: (address: string) => string
  readonly start: string
  readonly progress: (seconds: number, connected: number, loaded: number) => string
  readonly killed: (pid: number | undefined, companies: string) => string
  readonly none: string
  readonly list: (companies: readonly string[]) => string
  readonly takenOver: (company: string, worker: string | undefined) => string
  readonly took: (seconds: number) => string
  readonly loaded: (seconds: number, companies: number) => string
  readonly night: string
  readonly done: (seconds: number, calls: number) => string
  readonly page: string
  readonly stays: (address: string, toTry: ToTry) => string
  readonly ends: string
  readonly stuck: (words: string) => string
}

const english: Told = {
  begin: (companies) => `Making up ${companies} companies, starting a PostgreSQL …`,
  open: (address) => `\nOpen the page and watch: ${address}\n`,
  start: 'Three workers start; each company is connected over its consent page, and its history is loaded.',
  progress: (seconds, connected, loaded) =>
    `${seconds} s: ${connected} connected, ${loaded} loaded and checked`,
  killed: (pid, companies) => `Worker ${pid} is killed with -9. It had ${companies}.`,
  none: 'no company just then',
  list: (companies) => new Intl.ListFormat('en').format(companies),
  takenOver: (company, worker) => `  ${company} is taken over by worker ${worker}.`,
  took: (seconds) => `  That took ${seconds} s: after 10 s the others were sure, and it waited its turn.`,
  loaded: (seconds, companies) => `${seconds} s: all ${companies} are loaded and checked.`,
  night: 'The night’s sync comes; before it one company withdrew its consent, and another’s ends in 5 days.',
  done: (seconds, calls) => `${seconds} s: done. QuickBooks answered ${calls} API calls.`,
  page: '\nWhat the page says now:\n',
  stays: (address, { lacking, disconnected }) =>
    `\nThe page stays open: ${address}
Try it: “Open in QuickBooks” at ${lacking} leads to the simulated QuickBooks, where its invoice can be corrected; then press
“Try again”. “Connect again” at ${disconnected} asks for its consent. Ctrl-C ends it.`,
  ends: '\nNo terminal is its input, or --exit was said: the demo ends here, and its page with it.',
  stuck: (words) => `The fleet does not get on. Its last words:\n${words}`,
}

const spanish: Told = {
  begin: (companies) => `Se inventan ${companies} empresas y se inicia un PostgreSQL …`,
  open: (address) => `\nAbra la página y observe: ${address}\n`,
  start: 'Arrancan tres procesos; cada empresa se conecta en su página de permiso y se carga su historial.',
  progress: (seconds, connected, loaded) =>
    `${seconds} s: ${connected} conectadas, ${loaded} cargadas y comprobadas`,
  killed: (pid, companies) => `Se mata con -9 el proceso ${pid}. Tenía ${companies}.`,
  none: 'ninguna empresa en ese momento',
  list: (companies) => new Intl.ListFormat('es').format(companies),
  takenOver: (company, worker) => `  ${company} pasa al proceso ${worker}.`,
  took: (seconds) => `  Tardó ${seconds} s: a los 10 s los demás estaban seguros, y luego esperó su turno.`,
  loaded: (seconds, companies) => `${seconds} s: las ${companies} están cargadas y comprobadas.`,
  night:
    'Llega la sincronización de la noche; antes, una empresa retiró su permiso y el de otra vence en 5 días.',
  done: (seconds, calls) => `${seconds} s: listo. QuickBooks respondió ${calls} llamadas a la API.`,
  page: '\nLo que dice la página ahora:\n',
  stays: (address, { lacking, disconnected }) =>
    `\nLa página sigue abierta: ${address}
Pruébela: «Abrir en QuickBooks», en ${lacking}, lleva al QuickBooks simulado, donde se corrige su factura; luego presione
«Intentar de nuevo». «Conectar de nuevo», en ${disconnected}, pide su permiso. Ctrl-C la cierra.`,
  ends: '\nLa entrada no es una terminal, o se indicó --exit: la demostración termina aquí, y la página también.',
  stuck: (words) => `La flota no avanza. Sus últimas palabras:\n${words}`,
}

/** As the terminal's own programs speak. */
const spoken = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || ''
export const language: 'en' | 'es' = spoken.startsWith('es') ? 'es' : 'en'

export const told: Told = { en: english, es: spanish }[language]
