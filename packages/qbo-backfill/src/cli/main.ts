import { eventError } from '../events.js'
import { errorWords } from '../failure/error-words.js'
import { isBackfillError } from '../errors.js'
import { readCommandLine } from './command-line.js'
import { commands } from './commands.js'
import { glance } from './glance.js'
import { exitCodeOfError, exitCodes, StopRequest } from './output/exit-code.js'
import { causesOf, codeOf } from '../failure/causes-of.js'
import { isOfSetup } from '../failure/failure.js'
import { tellingHost } from './output/host-writer.js'
import { hostOf } from './output/host.js'
import { createOutput, type Output } from './output/output.js'
import { advice, commandFor, connectionAdvice, databaseAdvice } from './words/advice-words.js'
import type { Words } from './words/language.js'
import { stopSignals } from './stop-signals.js'

/**
 * How long a stop waits for what is being committed, so that all is over within five seconds. A database whose table is
 * locked, or that is gone without a word, might never answer. Nothing is lost: a page is committed together with the
 * place after it, or not at all.
 */
const patienceMs = 4000

/** Runs the command line, and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const { json, language, 'stop-on-stdin-end': stopsOnEnd } = glance(argv, process.env)
  const output = createOutput(process.stdout, process.stderr, json === true, language)
  reportWarnings(output)
  const stop = stopSignals(stopsOnEnd === true)
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
  const { host: named, words: typed } = glance(argv, env)
  let told = output
  try {
    const host = await hostOf(named, env, output.streams)
    told = tellingHost(output, host)
    const asked = readCommandLine(argv, env, host?.range)
    if ('text' in asked) {
      output.say(asked.text)
      return exitCodes.done
    }
    const run = await asked.load()
    signal.throwIfAborted()
    const { given } = asked
    const { interactive, onEvent, note } = told
    const outcome = await withPatience(run({ given, signal, interactive, onEvent, note }), signal)
    told.finish(outcome)
    return outcome.exitCode
  } catch (caught) {
    // What broke because of the stop is the stop, unless the command has words of its own for it.
    const error: unknown = signal.aborted && !(caught instanceof StopRequest) ? signal.reason : caught
    const exitCode = exitCodeOfError(error)
    const type = `${firstWordOf(typed)}.${error instanceof StopRequest ? 'aborted' : 'failed'}`
    const words = advised(error)
    told.fail(
      type,
      exitCode,
      { ...eventError(error), message: words.en, ...bugDetails(error, exitCode) },
      { words, cause: error },
    )
    return exitCode
  }
}

/** The command's, as its events are named; also where the rest cannot be read. */
function firstWordOf(words: readonly string[]): string {
  const names = commands.map(({ name }) => name.split(' ')[0])
  return words.find((word) => names.includes(word)) ?? 'command'
}

function isOutOfConnections(error: unknown): boolean {
  return [...causesOf(error)].some((at) => codeOf(at) === '53300')
}

function advised(error: unknown): Words {
  const { en, es } = errorWords(error)
  if (isOfSetup(error) && !isBackfillError(error))
    return { en: `${en.replace(/\.$/u, '')}. ${databaseAdvice.en}`, es: `${es} ${databaseAdvice.es}` }
  if (isOutOfConnections(error))
    return { en: `${en} ${connectionAdvice.en}`, es: `${es} ${connectionAdvice.es}` }
  const { code } = eventError(error)
  const command = commandFor[code]
  return { en: [advice[code] ?? en, command].filter((part) => part !== undefined).join(' '), es }
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
