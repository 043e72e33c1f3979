import { exitCodes } from './exit-code.js'

/** Which code a process that did several things ends with: what a person must mend comes before what may be tried again. */
const precedence: readonly number[] = [
  exitCodes.bug,
  exitCodes.configuration,
  exitCodes.reauthorization,
  exitCodes.locked,
  exitCodes.segmentsFailed,
  exitCodes.red,
  exitCodes.temporary,
]

/** The code that goes before the others; 0 if there is none. */
export function firstExitCode(codes: readonly number[]): number {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.done
}
