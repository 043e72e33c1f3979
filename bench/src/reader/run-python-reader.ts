import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ReaderJob, ReaderOutcome } from './reader-job.ts'

/**
 * Has a Python program do a job: its own process, and those that it starts.
 *
 * @param environments what it needs; it runs in the first, and is told where all are
 */
export async function runPythonReader(
  program: string,
  environments: readonly string[],
  job: ReaderJob,
  timeoutMs: number,
): Promise<ReaderOutcome> {
  const python = join(environments[0]!, 'bin', 'python')
  // A group of its own, so that what it starts can be ended with it.
  const child = spawn(python, [program, ...environments], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    // Nothing is left beside the programs.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
  const patience = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), timeoutMs)
  const ended = once(child, 'close')
  child.stdin.end(JSON.stringify(job))
  const [answer, complaints] = await Promise.all([text(child.stdout), text(child.stderr)])
  await ended
  clearTimeout(patience)
  if (answer === '')
    throw new Error(`${basename(program)} ended without an answer: ${complaints.slice(-500)}`)
  return JSON.parse(answer) as ReaderOutcome
}
