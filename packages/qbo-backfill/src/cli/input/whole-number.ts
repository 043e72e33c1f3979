import type { Arguments } from './arguments.js'
import type { FlagName } from './flags.js'

/** A flag that is a number of something; undefined if it is not given. The parser has seen that it is one. */
export function wholeNumber(given: Arguments, name: FlagName): number | undefined {
  const text = given.value(name)
  return text === undefined ? undefined : Number(text)
}
