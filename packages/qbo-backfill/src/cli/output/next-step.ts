import type { BackfillReport } from '../../verdict/report.js'
import { exitCodeOfReport, exitCodes } from './exit-code.js'

/** What a person does after an error, where that is one thing. */
export function nextAfter(exitCode: number): string | undefined {
  return (
    {
      [exitCodes.bug]: 'please report it, with the same command and --json.',
      [exitCodes.reauthorization]: 'qbo-backfill auth login',
      [exitCodes.locked]: 'the same command later, or with --wait-for-lease 600',
      [exitCodes.temporary]: 'the same command later; it goes on where it stopped.',
      [exitCodes.interrupted]: 'the same command; it goes on where it stopped.',
    } as Readonly<Record<number, string>>
  )[exitCode]
}

/** What a person does after a run. */
export function nextAfterRun(report: BackfillReport, html: string | undefined): string {
  const look = html === undefined ? 'qbo-backfill report --evidence ./evidence' : `open ${html}`
  const exitCode = exitCodeOfReport(report)
  if (exitCode === exitCodes.segmentsFailed)
    return 'Next: the same command; it goes on with what could not be read.\n'
  if (exitCode === exitCodes.red) return `Next: ${look}; then the same command reads again what is red.\n`
  return `Next: ${look}; then qbo-backfill sync keeps the tables up to date.\n`
}
