import { readFileSync } from 'node:fs'
import type { ReaderJob, ReaderMeasure, ReaderOutcome } from './reader-job.ts'
import type { Users } from './refresh-by-ten.ts'
import { refreshByTen } from './refresh-by-ten.ts'

/** What a program around a client does. */
export interface ReaderProgram {
  /** Brings every record of the entity into the table. One that goes on after that says when rows are committed. */
  read(job: ReaderJob, onCommitted: () => void): Promise<void>
  /** One connection whose access token is spent. */
  users(job: ReaderJob): Promise<Users>
}

/** Makes this process a reader: it takes one job from its parent, does it, and says what it cost. */
export function serveReader(program: ReaderProgram): void {
  process.once('message', (job: ReaderJob) => {
    void work(program, job).then((outcome) => {
      process.send?.(outcome, () => process.disconnect())
    })
  })
}

async function work(program: ReaderProgram, job: ReaderJob): Promise<ReaderOutcome> {
  const cpuBefore = process.cpuUsage()
  const began = process.hrtime.bigint()
  const secondsNow = (): number => Number(process.hrtime.bigint() - began) / 1e9
  let loadSeconds: number | undefined
  const measure = (): ReaderMeasure => {
    const seconds = secondsNow()
    const { user, system } = process.cpuUsage(cpuBefore)
    return {
      seconds,
      loadSeconds,
      cpuMs: (user + system) / 1000,
      peakMb: peakBytes() / 1e6,
    }
  }
  try {
    if (job.task === 'refresh') {
      const refresh = await refreshByTen(await program.users(job), job)
      return { refresh, measure: measure() }
    }
    await program.read(job, () => {
      loadSeconds = secondsNow()
    })
    return { measure: measure() }
  } catch (error) {
    return { error: error instanceof Error ? error.message : JSON.stringify(error), measure: measure() }
  }
}

/** Linux counts what the parent held when it forked into maxRSS, so there the kernel's own mark of this process is read. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}
