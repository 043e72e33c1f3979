import type { Command } from './commands/command.js'
import type { FlagName, FlagTable } from './input/flags.js'
import type { Words } from './words/language.js'
import { lastYear, wholeHistory, type Helped } from './program.js'

/**
 * A command of the command line. This table is all that the parser, help, completion and docs/reference/cli.md know: a flag
 * is added to `input/flags.ts`, in both languages, and named here where it is taken; the command asks `given` for it.
 */
export interface CommandEntry extends FlagTable, Helped {
  /** Words after the name, as the parser and help call them: `<ID>`, `[ID...]`. */
  readonly operands?: string
  /** Flags that mean something else here. */
  readonly meaning?: Readonly<Partial<Record<FlagName, Words>>>
  /**
   * Its code, with the packages that it needs: only what is asked for is loaded, since hosts pay for it at every start.
   * Without it the command only prints a text, which is read by a shell and not by a host.
   */
  readonly load?: () => Promise<Command>
}

const range = ['entities', 'from', 'to'] as const
const limits = ['monthly-call-budget', 'max-duration'] as const

/** All commands, in the order of help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    en: 'Ask for keys, database and zone, try each answer, and write the environment file.',
    es: 'Preguntar claves, base de datos y zona, probar cada respuesta y escribir el archivo de entorno.',
    reach: 'nothing',
    takes: ['file'],
    examples: ['init', 'init --file ~/qbo.env'],
    load: async () => (await import('./commands/init/init.js')).run,
  },
  {
    name: 'doctor',
    en: 'Look at credentials, tokens, clock, database, rights and room, and say what to do.',
    es: 'Revisar credenciales, tokens, reloj, base de datos, permisos y espacio, y decir qué hacer.',
    reach: 'company',
    takes: ['schema'],
    examples: ['doctor', 'doctor --schema raw --json'],
    load: async () => (await import('./commands/doctor.js')).run,
  },
  {
    name: 'plan',
    en: 'Count what a run would read and forecast its API calls; writes no rows.',
    es: 'Contar lo que leería una corrida y pronosticar sus llamadas a la API; no escribe filas.',
    reach: 'company',
    needs: range,
    takes: ['window', 'time-zone', 'schema', 'no-witness', 'monthly-call-budget'],
    examples: [
      `plan --entities customers,items,invoices ${wholeHistory}`,
      'plan --entities all --from 2000-01-01 --to 2030-01-01',
    ],
    load: async () => (await import('./commands/plan.js')).run,
  },
  {
    name: 'run',
    en: 'Read a range into the database, prove it, report; resumes an unfinished run of the same range.',
    es: 'Cargar un período en la base de datos, comprobarlo e informar; continúa una corrida inconclusa del mismo período.',
    reach: 'run',
    needs: range,
    takes: [
      'window',
      'time-zone',
      'schema',
      'evidence',
      'archive-reports',
      'no-witness',
      'wait-for-lease',
      'max-api-calls',
      ...limits,
      'concurrency',
      'stop-on-stdin-end',
    ],
    examples: [
      `run --entities customers,items,invoices ${wholeHistory}`,
      `run --entities all ${wholeHistory} --time-zone America/Guayaquil --evidence ./evidence`,
    ],
    load: async () => (await import('./commands/run.js')).run,
  },
  {
    name: 'status',
    en: 'Show the newest runs of the company and how far they are.',
    es: 'Mostrar las corridas más recientes de la empresa y cuánto han avanzado.',
    reach: 'realm',
    takes: ['monthly-call-budget'],
    examples: ['status', 'status --json | jq .runs'],
    load: async () => (await import('./commands/status.js')).run,
  },
  {
    name: 'report',
    en: 'Write the evidence of a finished run again; asks nothing of QuickBooks.',
    es: 'Escribir de nuevo la evidencia de una corrida terminada; no consulta a QuickBooks.',
    reach: 'realm',
    needs: ['evidence'],
    takes: ['run', 'index'],
    examples: ['report --evidence ./evidence', 'report --run 3f2a --evidence ./evidence --language es'],
    load: async () => (await import('./commands/report.js')).run,
  },
  {
    name: 'verify',
    en: 'Prove a finished range again, Id by Id; writes nothing to the raw tables.',
    es: 'Comprobar de nuevo un período terminado, Id por Id; no escribe nada en las tablas crudas.',
    reach: 'run',
    needs: range,
    unless: 'evidence',
    takes: [
      'window',
      'time-zone',
      'schema',
      'deep',
      'no-witness',
      'report',
      'evidence',
      ...limits,
      'stop-on-stdin-end',
    ],
    meaning: {
      evidence: {
        en: 'Instead of all else: hold the evidence in DIR/RUN against the table, without a call.',
        es: 'En lugar de todo lo demás: contrastar la evidencia de DIR/RUN con la tabla, sin llamadas.',
      },
    },
    examples: [
      `verify --entities invoices ${lastYear} --deep 50 --report ./evidence`,
      'verify --evidence ./evidence/RUN',
    ],
    load: async () => (await import('./commands/verify.js')).run,
  },
  {
    name: 'sync',
    en: 'Bring what is loaded up to date: changes and deletions since the last sync, or since the runs.',
    es: 'Poner al día lo cargado: cambios y eliminaciones desde la última sincronización o las corridas.',
    reach: 'run',
    takes: ['entities', 'schema', 'wait-for-lease', 'sweep', 'report', ...limits, 'stop-on-stdin-end'],
    meaning: {
      entities: {
        en: 'Only these, joined by commas. Default: all that a finished run has loaded.',
        es: 'Solo estas, separadas por comas. Por defecto: todas las que cargó una corrida terminada.',
      },
    },
    examples: ['sync', 'sync --entities invoices,payments --sweep --report ./evidence'],
    load: async () => (await import('./commands/sync.js')).run,
  },
  {
    name: 'rejects list',
    en: 'List the records that could not be stored as they came, with their IDs.',
    es: 'Listar los registros que no se pudieron guardar tal como llegaron, con sus ID.',
    reach: 'realm',
    takes: ['entity', 'schema', 'all'],
    examples: ['rejects list', 'rejects list --entity invoices --all'],
    load: async () => (await import('./commands/rejects/rejects-list.js')).run,
  },
  {
    name: 'rejects acknowledge',
    en: 'Say that a person has seen them: they make no run red any more, only yellow.',
    es: 'Declarar que una persona los revisó: ya no ponen en rojo ninguna corrida, solo en amarillo.',
    reach: 'realm',
    operands: '[ID...]',
    takes: ['entity', 'schema', 'by', 'all'],
    meaning: {
      entity: {
        en: 'All of this entity, instead of IDs.',
        es: 'Todos los de esta entidad, en lugar de los ID.',
      },
      all: { en: 'All of the company, instead of IDs.', es: 'Todos los de la empresa, en lugar de los ID.' },
    },
    examples: ['rejects acknowledge 17 18 --by ana', 'rejects acknowledge --entity invoices'],
    load: async () => (await import('./commands/rejects/rejects-acknowledge.js')).run,
  },
  {
    name: 'rejects replay',
    en: 'Try again to store them from their original text.',
    es: 'Intentar guardarlos de nuevo a partir de su texto original.',
    reach: 'realm',
    operands: '[ID...]',
    takes: ['entity', 'schema'],
    examples: ['rejects replay', 'rejects replay 17 18'],
    load: async () => (await import('./commands/rejects/rejects-replay.js')).run,
  },
  {
    name: 'trigger add',
    en: 'Store a run that happens once, at an instant.',
    es: 'Guardar una corrida que ocurre una sola vez, en un instante.',
    reach: 'realm',
    needs: ['at', ...range],
    takes: ['window', 'time-zone', 'schema', 'name', 'run-if-past'],
    examples: [
      `trigger add --at 2027-01-15T02:00:00Z --entities invoices ${lastYear}`,
      `trigger add --at 2027-01-14T21:00:00-05:00 --name year-end --entities all ${wholeHistory}`,
    ],
    load: async () => (await import('./commands/trigger/trigger-add.js')).run,
  },
  {
    name: 'trigger list',
    en: 'List the triggers of the company.',
    es: 'Listar los disparadores de la empresa.',
    reach: 'realm',
    examples: ['trigger list', 'trigger list --json'],
    load: async () => (await import('./commands/trigger/stored-triggers.js')).list,
  },
  {
    name: 'trigger run-due',
    en: 'Run what is due, one after the other, each once.',
    es: 'Ejecutar lo que ya venció, uno tras otro, cada uno una sola vez.',
    reach: 'run',
    takes: ['wait', ...limits, 'stop-on-stdin-end'],
    examples: ['trigger run-due', 'trigger run-due --wait'],
    load: async () => (await import('./commands/trigger/trigger-run-due.js')).run,
  },
  {
    name: 'trigger release',
    en: 'Make an interrupted or failed trigger claimable again.',
    es: 'Permitir que se tome de nuevo un disparador interrumpido o fallido.',
    reach: 'database',
    operands: '<ID>',
    examples: ['trigger release 7', 'trigger release 7 --json'],
    load: async () => (await import('./commands/trigger/stored-triggers.js')).release,
  },
  {
    name: 'trigger prune',
    en: 'Remove completed and failed triggers.',
    es: 'Eliminar los disparadores completados y fallidos.',
    reach: 'realm',
    examples: ['trigger prune', 'trigger prune --json'],
    load: async () => (await import('./commands/trigger/stored-triggers.js')).prune,
  },
  {
    name: 'views create',
    en: 'Create or update views over the raw tables; no row is copied.',
    es: 'Crear o actualizar vistas sobre las tablas crudas; no se copia ninguna fila.',
    reach: 'realm',
    needs: ['style'],
    takes: ['schema', 'views-schema'],
    examples: ['views create --style flat', 'views create --style fivetran --views-schema quickbooks'],
    load: async () => (await import('./commands/views.js')).create,
  },
  {
    name: 'views drop',
    en: 'Drop the views of a style; rows stay.',
    es: 'Eliminar las vistas de un estilo; las filas quedan.',
    reach: 'database',
    needs: ['style'],
    takes: ['schema', 'views-schema'],
    examples: ['views drop --style flat', 'views drop --style fivetran --views-schema quickbooks'],
    load: async () => (await import('./commands/views.js')).drop,
  },
  {
    name: 'views list',
    en: 'List the views, and which of them create would change.',
    es: 'Listar las vistas, y cuáles cambiaría create.',
    reach: 'database',
    takes: ['schema'],
    examples: ['views list', 'views list --json'],
    load: async () => (await import('./commands/views.js')).list,
  },
  {
    name: 'migrate',
    en: 'Create or update the tables of the entities named; a run does it too, if it may.',
    es: 'Crear o actualizar las tablas de las entidades indicadas; run también lo hace, si tiene permiso.',
    reach: 'realm',
    needs: ['entities'],
    takes: ['schema', 'adopt'],
    examples: ['migrate --entities customers,items,invoices', 'migrate --entities invoices --adopt'],
    load: async () => (await import('./commands/migrate.js')).run,
  },
  {
    name: 'auth login',
    en: 'Connect a company: opens or shows an address, waits for the consent, stores the tokens.',
    es: 'Conectar una empresa: abre o muestra una dirección, espera la autorización y guarda los tokens.',
    reach: 'company',
    takes: ['redirect-uri'],
    examples: ['auth login', 'auth login --redirect-uri https://example.com/callback'],
    load: async () => (await import('./commands/auth/auth-login.js')).run,
  },
  {
    name: 'auth status',
    en: 'Tell how long the connection still holds; asks the token store alone.',
    es: 'Decir cuánto dura todavía la conexión; solo consulta dónde se guardan los tokens.',
    reach: 'company',
    examples: ['auth status', 'auth status --json'],
    load: async () => (await import('./commands/auth/auth-grant.js')).status,
  },
  {
    name: 'auth revoke',
    en: 'End the connection at Intuit and forget the tokens here.',
    es: 'Terminar la conexión en Intuit y olvidar los tokens aquí.',
    reach: 'company',
    examples: ['auth revoke', 'auth revoke --json'],
    load: async () => (await import('./commands/auth/auth-grant.js')).revoke,
  },
  {
    name: 'prune',
    en: 'Forget the finished runs of the company but the newest N; rows and unfinished runs stay.',
    es: 'Olvidar las corridas terminadas de la empresa salvo las N últimas; las filas y las inconclusas quedan.',
    reach: 'realm',
    needs: ['keep-runs'],
    examples: ['prune --keep-runs 20', 'prune --keep-runs 0 --json'],
    load: async () => (await import('./commands/prune.js')).run,
  },
  {
    name: 'completion',
    en: 'Print the script by which bash, zsh or fish completes commands and flags; after --, what may come next.',
    es: 'Imprimir el script con que bash, zsh o fish completan comandos y opciones; tras --, lo que puede seguir.',
    reach: 'nothing',
    operands: '<SHELL> [WORD...]',
    examples: ['completion bash', 'completion zsh -- run --window ""'],
  },
]
