import { eventError, type EventError } from '../events.js'
import { BackfillError, isBackfillError } from '../errors.js'
import { readArguments } from './arguments.js'
import type { Command } from './command.js'
import { authCommand } from './commands/auth.js'
import { doctorCommand } from './commands/doctor.js'
import { migrateCommand } from './commands/migrate.js'
import { planCommand } from './commands/plan.js'
import { pruneCommand } from './commands/prune.js'
import { rejectsCommand } from './commands/rejects.js'
import { reportCommand } from './commands/report.js'
import { runCommand } from './commands/run.js'
import { statusCommand } from './commands/status.js'
import { syncCommand } from './commands/sync.js'
import { triggerCommand } from './commands/trigger.js'
import { verifyCommand } from './commands/verify.js'
import { exitCodeOfError, exitCodes, StopRequest } from './exit-code.js'
import { isOfSetup } from '../run/failure.js'
import { createOutput, type Output } from './output.js'
import { stopSignals } from './stop-signals.js'
import { usage } from './usage.js'

const commands: readonly Command[] = [
  doctorCommand,
  runCommand,
  planCommand,
  statusCommand,
  reportCommand,
  verifyCommand,
  syncCommand,
  migrateCommand,
  authCommand,
  rejectsCommand,
  triggerCommand,
  pruneCommand,
]

/**
 * How long a stop waits for what is being committed, so that all is over within five seconds. A database whose table is
 * locked, or that is gone without a word, might never answer. Nothing is lost: a page is committed together with the
 * place after it, or not at all.
 */
const patienceMs = 4000

/** Runs the command line and sets the process's exit code. Ends the process itself only if something holds it after a stop. */
export async function main(argv: readonly string[]): Promise<void> {
  const [name = '', ...rest] = argv
  const output = createOutput(process.stdout, process.stderr, argv.includes('--json'))
  if (name === '--help' || name === 'help' || rest.includes('--help')) {
    process.stdout.write(
      usage(
        commands,
        commands.find((command) => command.name === name),
      ),
    )
    return
  }
  reportWarnings(output)
  const command = commands.find((known) => known.name === name)
  const stop = stopSignals(rest.includes('--stop-on-stdin-end'))
  try {
    process.exitCode = await runCommandLine(command, name, rest, output, stop.signal)
  } finally {
    stop.dispose()
    // oxlint-disable-next-line unicorn/no-process-exit -- all is said, and what is still open might never close
    if (stop.signal.aborted) setTimeout(() => process.exit(), 500).unref()
  }
}

/** The work, or the reason of the stop if the work has not ended soon after it. */
function withPatience<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const outOfPatience = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', () => setTimeout(giveUp, patienceMs).unref())
  })
  return Promise.race([work, outOfPatience])
}

async function runCommandLine(
  command: Command | undefined,
  name: string,
  argv: readonly string[],
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  try {
    if (command === undefined) {
      const known = commands.map((each) => each.name).join(', ')
      const what = name === '' ? 'No command is given' : `Unknown command "${name}"`
      throw new BackfillError('BACKFILL_INVALID_OPTIONS', `${what}. Known: ${known}. Try --help.`)
    }
    const given = readArguments(command.name, argv, command.flags, process.env, command)
    const work = command.run({
      given,
      signal,
      interactive: output.interactive,
      onEvent: output.onEvent,
      note: output.note,
    })
    const outcome = await withPatience(work, signal)
    output.finish(outcome)
    return outcome.exitCode
  } catch (caught) {
    // What broke because of the stop is the stop.
    const error: unknown = signal.aborted ? signal.reason : caught
    const exitCode = exitCodeOfError(error)
    const type = `${command?.name ?? 'command'}.${error instanceof StopRequest ? 'aborted' : 'failed'}`
    output.fail(type, exitCode, { ...advised(error), ...bugDetails(error, exitCode) })
    return exitCode
  }
}

/** What the client says in general, said for the command line, which knows where its options come from. */
const advice: Readonly<Record<string, string>> = {
  QBO_TOKEN_MISSING:
    'No tokens of this company are stored yet, and QBO_REFRESH_TOKEN is not set. Set it to a refresh token of the company.',
}

/** What PostgreSQL refuses by its own words does not say what to do. */
const databaseAdvice =
  'Look with: qbo-backfill doctor. As a role that may create tables, run: qbo-backfill migrate.'

function advised(caught: unknown): EventError & { readonly resumeAfter?: string } {
  const error = eventError(caught)
  if (isOfSetup(caught) && !isBackfillError(caught)) {
    return { ...error, message: `${error.message.replace(/\.$/u, '')}. ${databaseAdvice}` }
  }
  const resumeAfter = error.code === 'BACKFILL_BUDGET_SPENT' ? { resumeAfter: startOfNextMonth() } : {}
  return { ...error, message: advice[error.code] ?? error.message, ...resumeAfter }
}

/** Intuit counts calls by the month. */
function startOfNextMonth(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString()
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
