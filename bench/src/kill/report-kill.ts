import type { BenchmarkReport } from '../report/benchmark-report.ts'
import { whole } from '../report/number-text.ts'
import type { Death } from './read-again.ts'

export function reportKill(deaths: readonly Death[], rows: number): BenchmarkReport {
  const mostInSegment = Math.max(0, ...deaths.flatMap(({ readAgain }) => Object.values(readAgain)))
  return {
    title: `Killed ${deaths.length} times in ${whole(rows)} invoices`,
    method: `The command line as a child process, killed with SIGKILL at a random moment after it had written three pages, and started again with the same arguments, ${deaths.length} times; the last start ends by itself, green, with ${whole(rows)} rows. A page that was read again is a statement that the simulator's log has from both processes.`,
    table: {
      head: ['kill', 'pages asked for before it', 'read again after it', 'most in one segment'],
      rows: deaths.map(({ pagesBefore, readAgain }, index) => {
        const counts = Object.values(readAgain)
        return [
          String(index + 1),
          whole(pagesBefore),
          whole(counts.reduce((sum, count) => sum + count, 0)),
          whole(Math.max(0, ...counts)),
        ]
      }),
    },
    notes: [],
    charts: [],
    targets: [
      {
        what: 'after kill -9: pages read again in a segment',
        wanted: '≤ 1',
        got: String(mostInSegment),
        met: mostInSegment <= 1,
      },
    ],
    data: { rows, deaths },
  }
}
