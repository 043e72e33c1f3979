import { fitsTerminalEvent } from './fits-terminal-event.js'

/** The first of ever shorter ways to say the same that a terminal event can carry, else the last. */
export function firstThatFits<T>(ways: readonly [T, ...T[]]): T {
  return ways.find(fitsTerminalEvent) ?? (ways.at(-1) as T)
}
