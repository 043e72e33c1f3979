import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

const usual = getPriority()
const favour = -10

/** Lets this process go before others of the machine, from now on, where that is allowed. */
export function favourThisProcess(): void {
  try {
    for (const id of threadIds()) setPriority(id, usual + favour)
  } catch {
    // Only root may.
  }
}

/** Lets a process that has just been started go before others of the machine, where that is allowed. */
export function favoured<Child extends ChildProcess>(child: Child): Child {
  try {
    if (child.pid !== undefined) setPriority(child.pid, usual + favour)
  } catch {
    // Only root may.
  }
  return child
}

/** On Linux a priority is that of a thread, and those that collect the garbage are there already. */
function threadIds(): readonly number[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
}

/** A process that this one has just started inherits its priority: it gets the usual one. */
export function unfavoured<Child extends ChildProcess>(child: Child): Child {
  if (child.pid !== undefined && getPriority() < usual) setPriority(child.pid, usual)
  return child
}
