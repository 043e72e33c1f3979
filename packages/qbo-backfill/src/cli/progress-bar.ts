import type { BackfillEvent } from '../events.js'
import { recordsCounted } from '../store/records-counted.js'

export interface ProgressBar {
  draw(event: BackfillEvent): void
  clear(): void
}

const width = 28
const redrawMs = 100

/** One line that redraws itself; what must stay is printed above it. */
export function createProgressBar(write: (text: string) => void): ProgressBar {
  const started = Date.now()
  let records = 0
  let expected = 0
  let phase = 'planning'
  let drawnAt = 0
  const line = (): string => {
    const share = expected === 0 ? 0 : Math.min(1, records / expected)
    const filled = Math.round(share * width)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
    const rows = `${records.toLocaleString('en-US')} / ${expected.toLocaleString('en-US')} rows`
    return `${phase.padEnd(8)} ${bar} ${String(Math.round(share * 100)).padStart(3)} %  ${rows}  ${Math.round((Date.now() - started) / 1000)} s`
  }
  const say = (text: string): void => write(`\r\u001B[K${text}\n`)
  return {
    draw(event) {
      switch (event.type) {
        case 'plan.created':
          expected = Object.values(event.expected).reduce((sum, rows) => sum + rows, 0)
          records = Object.values(event.alreadyRead).reduce((sum, rows) => sum + rows, 0)
          phase = 'reading'
          break
        case 'page.written':
          records += recordsCounted(event)
          break
        case 'proof.compared':
        case 'changes.applied':
          phase = 'proving'
          break
        case 'run.started':
          // A command may run several.
          records = 0
          expected = 0
          phase = 'planning'
          if (event.resumed) say('An unfinished run of the same range is there: going on where it stopped.')
          break
        case 'notice':
          say(event.message)
          break
        case 'lease.waiting':
          say(`Waiting for realm ${event.realmId}, which ${event.holder} is running.`)
          break
        case 'segment.retried':
          say(
            `${event.segment.entity}: ${event.error.message} Trying again in ${Math.round(event.waitMs / 1000)} s.`,
          )
          break
        case 'segment.failed':
          say(`${event.segment.entity}: ${event.error.message}`)
          break
        default:
          break
      }
      if (Date.now() - drawnAt < redrawMs) return
      drawnAt = Date.now()
      write(`\r\u001B[K${line()}`)
    },
    clear: () => write('\r\u001B[K'),
  }
}
