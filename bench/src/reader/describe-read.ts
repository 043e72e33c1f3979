import { whole } from '../report/number-text.ts'
import type { ReadMeasure } from './measure-reader.ts'

/** Milliseconds of the reader's process for a thousand rows. */
export function cpuPerThousand({ cpuMs, rows }: ReadMeasure): number {
  return cpuMs / (rows / 1000)
}

/** One line for a person who waits. */
export function describeRead(measure: ReadMeasure): string {
  const { rows, seconds, calls, peakMb } = measure
  const cost = `${calls} calls, ${whole(peakMb)} MB, ${cpuPerThousand(measure).toFixed(1)} ms of CPU for 1000`
  return `${whole(rows / seconds)} rows/s, ${cost}`
}
