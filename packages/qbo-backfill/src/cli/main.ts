import { eventError, type EventError } from '../events.js'
import { isBackfillError } from '../errors.js'
import { readCommandLine } from './command-line.js'
import { commands } from './commands.js'
import { exitCodeOfError, exitCodes, StopRequest } from './output/exit-code.js'
import { isOfSetup } from '../failure/failure.js'
import { tellingHost } from './output/host-writer.js'
import { hostOf } from './output/host.js'
import { createOutput, type Output } from './output/output.js'
import { languageOf } from './words/language.js'
import { stopSignals } from './stop-signals.js'
import { fewestConnections } from '../database/connection-limit.js'

/**
 * How long a stop waits for what is being committed, so that all is over within five seconds. A database whose table is
 * locked, or that is gone without a word, might never answer. Nothing is lost: a page is committed together with the
 * place after it, or not at all.
 */
const patienceMs = 4000

/** Runs the command line, and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const output = createOutput(
    process.stdout,
    process.stderr,
    argv.includes('--json'),
    languageOf(namedLanguage(argv), process.env),
  )
  reportWarnings(output)
  const stop = stopSignals(argv.includes('--stop-on-stdin-end'))
  try {
    process.exitCode = await runCommandLine(argv, process.env, output, stop.signal)
  } finally {
    stop.dispose()
    endProcess(stop.signal.aborted)
  }
}

/**
 * All is said, and what is still open might never close. Nor is it left to Node: while that takes a process down, its
 * listeners are gone already, and a signal that comes then, a second one for example, would be what it has ended by.
 */
function endProcess(isStopped: boolean): void {
  // oxlint-disable-next-line unicorn/no-process-exit -- by itself Node would let a late signal take the exit code
  const end = (): void => process.exit()
  // Nobody may be there to read it.
  if (isStopped) setTimeout(end, 500).unref()
  process.stdout.write('', () => process.stderr.write('', end))
}

/** As the command line says it; a `--config` file is read later, and the terminal's own language goes before it here. */
function namedLanguage(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--language' || word.startsWith('--language='))
  return at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1])
}

/** The work, or the reason of the stop if the work has not ended soon after it. */
function withPatience<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const outOfPatience = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', () => setTimeout(giveUp, patienceMs).unref())
  })
  return Promise.race([work, outOfPatience])
}

/** Runs the command line and returns the exit code. Touches nothing of the process but what the command itself does. */
export async function runCommandLine(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  let told = output
  try {
    const host = await hostOf(argv, env, output.streams)
    told = tellingHost(output, host.writer)
    const asked = readCommandLine(host.argv, env)
    if ('text' in asked) {
      output.say(asked.text)
      return exitCodes.done
    }
    const command = await asked.load()
    signal.throwIfAborted()
    const { given } = asked
    const { interactive, onEvent, note } = told
    const outcome = await withPatience(command.run({ given, signal, interactive, onEvent, note }), signal)
    told.finish(outcome)
    return outcome.exitCode
  } catch (caught) {
    // What broke because of the stop is the stop.
    const error: unknown = signal.aborted ? signal.reason : caught
    const exitCode = exitCodeOfError(error)
    const type = `${firstWordOf(argv)}.${error instanceof StopRequest ? 'aborted' : 'failed'}`
    told.fail(type, exitCode, { ...advised(error), ...bugDetails(error, exitCode) })
    return exitCode
  }
}

/** The command's, as its events are named; also where the rest cannot be read. */
function firstWordOf(argv: readonly string[]): string {
  const names = commands.map(({ name }) => name.split(' ')[0])
  return argv.find((word) => names.includes(word)) ?? 'command'
}

/** What the client says in general, said for the command line, which knows where its options come from. */
const advice: Readonly<Record<string, string>> = {
  QBO_TOKEN_MISSING:
    'No tokens of this company are stored yet, and QBO_REFRESH_TOKEN is not set. Connect it with: qbo-backfill auth login, or set QBO_REFRESH_TOKEN to a refresh token of the company.',
  QBO_ENVIRONMENT_MISMATCH:
    'The company of QBO_REALM_ID is not one of QBO_ENVIRONMENT for this app, or has not been connected to it. Look whether QBO_REALM_ID is the company that you mean; a sandbox company needs QBO_ENVIRONMENT=sandbox and development keys, a real one production and production keys.',
}

/** What an error asks for, as a command. */
const commandFor: Readonly<Record<string, string>> = {
  BACKFILL_NOT_MIGRATED:
    'The command is qbo-backfill migrate --entities customers,items,invoices; what is lacking says qbo-backfill doctor',
  SINK_FOREIGN_TABLE: 'To adopt it: qbo-backfill migrate --adopt --entities …',
}

/** What PostgreSQL refuses by its own words does not say what to do. */
const databaseAdvice =
  'Look with: qbo-backfill doctor. As a role that may create tables, run: qbo-backfill migrate.'

/** How many are too many PostgreSQL does not say, nor how many are needed. */
const connectionAdvice = `A run needs ${fewestConnections} connections at once, and uses more where there are. See how many there may be, and who has them: qbo-backfill doctor.`

function isOutOfConnections(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ((at as { code?: unknown }).code === '53300') return true
  }
  return false
}

function advised(caught: unknown): EventError {
  const error = eventError(caught)
  if (isOfSetup(caught) && !isBackfillError(caught)) {
    return { ...error, message: `${error.message.replace(/\.$/u, '')}. ${databaseAdvice}` }
  }
  if (isOutOfConnections(caught)) return { ...error, message: `${error.message} ${connectionAdvice}` }
  const command = commandFor[error.code]
  const message = advice[error.code] ?? error.message
  return { ...error, message: command === undefined ? message : `${message} ${command}` }
}

/** A bug is only mended with its stack; every other error says what to do in its message. */
function bugDetails(error: unknown, exitCode: number): Readonly<Record<string, unknown>> {
  return exitCode === exitCodes.bug && error instanceof Error
    ? { stack: error.stack?.split('\n').slice(0, 12) }
    : {}
}

/** Node would print its warnings on stderr, also after the last line of stdout. */
function reportWarnings(output: Output): void {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => output.note('warning', { name: warning.name, message: warning.message }))
}
