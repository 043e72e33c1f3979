import { exitCodes, StopRequest } from './exit-code.js'

/** Turns what can stop a process from outside into one abort, with the exit code that goes with it. */
export function stopSignals(stopOnStdinEnd: boolean): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController()
  const stop = (message: string, exitCode: number): void => {
    controller.abort(new StopRequest(message, exitCode))
  }
  const onInterrupt = (): void =>
    stop('Stopped by SIGINT; the place is saved, run again to resume.', exitCodes.interrupted)
  const onTerminate = (): void =>
    stop('Stopped by SIGTERM; the place is saved, run again to resume.', exitCodes.terminated)
  const onStdinEnd = (): void =>
    stop('Stopped because stdin ended; the place is saved, run again to resume.', exitCodes.terminated)
  const onStdoutError = (): void =>
    stop('Stopped because stdout was closed; the place is saved.', exitCodes.stdoutClosed)
  // Once: a second signal has its usual effect and ends the process at once.
  process.once('SIGINT', onInterrupt)
  process.once('SIGTERM', onTerminate)
  process.stdout.on('error', onStdoutError)
  if (stopOnStdinEnd) {
    process.stdin.on('end', onStdinEnd)
    process.stdin.on('error', onStdinEnd)
    process.stdin.resume()
  }
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', onInterrupt)
      process.off('SIGTERM', onTerminate)
      if (stopOnStdinEnd) process.stdin.destroy()
    },
  }
}
