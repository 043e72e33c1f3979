import type { Words } from './words/language.js'
import { exitCodes, StopRequest } from './output/exit-code.js'

/** A host that signals a process and its group sends the same signal twice at once: only later does it mean impatience. */
const impatienceMs = 2000

/** Turns what can stop a process from outside into one abort, with the exit code that goes with it. */
export function stopSignals(stopOnStdinEnd: boolean): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController()
  let isStopping = false
  let isImpatient = false
  const stop = (words: Words, exitCode: number): void => controller.abort(new StopRequest(words, exitCode))
  const onSignal = (signal: 'SIGINT' | 'SIGTERM', exitCode: number): void => {
    if (!isStopping) {
      isStopping = true
      // What came while the process was too busy to take it is taken before this: it was sent before.
      const becomeImpatient = (): void => void setImmediate(() => (isImpatient = true)).unref()
      setTimeout(becomeImpatient, impatienceMs).unref()
      stop(
        {
          en: `Stopped by ${signal}; the place is saved, run again to resume.`,
          es: `Detenido por ${signal}; el avance está guardado, ejecute de nuevo para continuar.`,
        },
        exitCode,
      )
    } else if (isImpatient) {
      process.off(signal, signal === 'SIGINT' ? onInterrupt : onTerminate)
      process.kill(process.pid, signal)
    }
  }
  const onInterrupt = (): void => onSignal('SIGINT', exitCodes.interrupted)
  const onTerminate = (): void => onSignal('SIGTERM', exitCodes.terminated)
  const onStdinEnd = (): void =>
    stop(
      {
        en: 'Stopped because stdin ended; the place is saved, run again to resume.',
        es: 'Detenido porque terminó stdin; el avance está guardado, ejecute de nuevo para continuar.',
      },
      exitCodes.terminated,
    )
  const onStdoutError = (): void =>
    stop(
      {
        en: 'Stopped because stdout was closed; the place is saved.',
        es: 'Detenido porque se cerró stdout; el avance está guardado.',
      },
      exitCodes.stdoutClosed,
    )
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerminate)
  process.stdout.on('error', onStdoutError)
  if (stopOnStdinEnd) {
    process.stdin.on('end', onStdinEnd)
    process.stdin.on('error', onStdinEnd)
    process.stdin.resume()
  }
  return {
    signal: controller.signal,
    // The listeners of signals stay: a second signal may come while the process is ending by itself.
    dispose() {
      if (stopOnStdinEnd) process.stdin.destroy()
    },
  }
}
