import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { processStart } from './process-start.js'

/** Who holds a lock, as its file says. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  /** When the process started: a pid alone may belong to another one by now. */
  readonly start?: string | undefined
  /**
   * Among which processes the pid means this one: containers may share a host name and a volume, and each counts its own
   * pids. Absent where the system does not say.
   */
  readonly scope?: string | undefined
  /** Of this lock alone. */
  readonly id: string
}

/** This process, as the holder of one lock. */
export function newHolder(): LockHolder {
  const { pid } = process
  return { pid, host: hostname(), start: processStart(pid), scope: scopeOf(), id: randomUUID() }
}

/** On Linux this boot of this machine, and the pid namespace; elsewhere there are none, and a host is one scope. */
function scopeOf(): string | undefined {
  if (process.platform !== 'linux') return hostname()
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return undefined
  }
}

/** Whether the holder is certainly dead or certainly alive; undefined where its pid means nothing from here. */
export function isAlive(holder: LockHolder): boolean | undefined {
  if (holder.scope === undefined || holder.scope !== scopeOf()) return undefined
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const start = processStart(holder.pid)
  return start === undefined || holder.start === undefined || start === holder.start
}

/** Undefined of a text that is no holder: cut off, or of another program. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<LockHolder> | null
    return typeof holder?.pid === 'number' && typeof holder.host === 'string'
      ? (holder as LockHolder)
      : undefined
  } catch {
    return undefined
  }
}
