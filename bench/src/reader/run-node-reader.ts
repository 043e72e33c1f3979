import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ReaderJob, ReaderOutcome } from './reader-job.ts'

/** Has a program of src/readers do a job in a process of its own, and waits for what it says. */
export function runNodeReader(
  name: string,
  job: ReaderJob,
  timeoutMs: number,
  nodeFlags: readonly string[] = [],
): Promise<ReaderOutcome> {
  // The bundle lies beside the bundles of the readers.
  const program = fileURLToPath(new URL(`readers/${name}.mjs`, import.meta.url))
  const child = fork(program, {
    execArgv: [...nodeFlags],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk))
  return new Promise((resolve, reject) => {
    let outcome: ReaderOutcome | undefined
    child.once('message', (message) => {
      outcome = message as ReaderOutcome
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (outcome === undefined)
        reject(new Error(`${name} ended without an answer (${signal ?? code}): ${complaints}`))
      else resolve(outcome)
    })
    child.send(job)
  })
}
