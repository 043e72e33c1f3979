/** What QuickBooks says that its clock shows, epoch milliseconds; undefined if it does not say. Ours never stands in for it. */
export function serverInstant(time: string | undefined): number | undefined {
  const milliseconds = Date.parse(time ?? '')
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

/** The first of these times; undefined if one of them is not known, since that may be the first. */
export function earliestTime(times: readonly (string | undefined)[]): string | undefined {
  return times.reduce((earliest, time) => {
    const [a, b] = [serverInstant(earliest), serverInstant(time)]
    if (a === undefined || b === undefined) return undefined
    return b < a ? time : earliest
  }, times[0])
}
