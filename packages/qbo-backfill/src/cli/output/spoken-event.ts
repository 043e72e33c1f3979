import type { BackfillEvent, EventError } from '../../events.js'

/** Says the events that a person should read, each trouble once: an outage meets every stream, and each tells. */
export function createSpeaker(): (event: BackfillEvent) => string | undefined {
  const told = new Set<string>()
  const once = (text: string): string | undefined => {
    if (told.has(text)) return undefined
    told.add(text)
    return text
  }
  return (event) => {
    switch (event.type) {
      case 'page.written':
        // It goes on: the next trouble is another one.
        told.clear()
        return undefined
      case 'run.started':
        return event.resumed
          ? 'An unfinished run of the same range is there: going on where it stopped.'
          : undefined
      case 'notice':
        return event.message
      case 'lease.waiting':
        return `Waiting for realm ${event.realmId}, which ${event.holder} is running.`
      case 'segment.retried':
      case 'proof.retried': {
        const entity = event.type === 'segment.retried' ? event.segment.entity : undefined
        return once(`${troubleOf(event.error, entity)} It is tried again by itself.`)
      }
      case 'segment.failed':
        return once(`${troubleOf(event.error, event.segment.entity)} The rest goes on.`)
      default:
        return undefined
    }
  }
}

/** The database is everybody's; at QuickBooks an entity may be in trouble alone. */
function troubleOf({ code, message }: EventError, entity: string | undefined): string {
  const where = /DATABASE|^[0-9A-Z]{5}$|^E[A-Z]+$/u.test(code) ? 'Database' : (entity ?? 'QuickBooks')
  return `${where}: ${message.replace(/\.?$/u, '.')} (${code})`
}
