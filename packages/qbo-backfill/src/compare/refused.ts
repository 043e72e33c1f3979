import type { OrderKey } from '../plan/read-set.js'
import { formatInstant } from '../plan/time-zone.js'
import type { Reject } from 'qbo-raw-sink'

/** Records that QuickBooks has and the table has not, or not as they are: what is known of each. */
export interface Refused {
  readonly ids: readonly string[]
  /** Those without an Id, by when they were created or updated: as many as there are of a second. */
  readonly seconds: readonly RefusedSecond[]
  /** Those of which nothing is known. */
  readonly nameless: number
}

export interface RefusedSecond {
  /** The second by each key that is known. */
  readonly at: Readonly<Partial<Record<OrderKey, string>>>
}

type RejectedRow = Pick<Reject, 'saved' | 'recordId' | 'original' | 'detail'>

const keys: readonly OrderKey[] = ['MetaData.CreateTime', 'MetaData.LastUpdatedTime']

/** What the rejects of a run say of the rows that are missing. One that is stored with replaced characters is not missing. */
export function refusedOf(rejects: readonly RejectedRow[]): Refused {
  const ids = new Set<string>()
  const seconds: RefusedSecond[] = []
  let nameless = 0
  for (const reject of rejects.filter(({ saved }) => !saved)) {
    const at = secondsOf(reject)
    if (reject.recordId !== null) ids.add(reject.recordId)
    else if (Object.keys(at).length > 0) seconds.push({ at })
    else nameless += 1
  }
  return { ids: [...ids], seconds, nameless }
}

/** A record that QuickBooks cannot give has the second that it was met at; any other says its times itself. */
function secondsOf({ detail, original }: RejectedRow): RefusedSecond['at'] {
  const { second, key } = (detail ?? {}) as { readonly second?: unknown; readonly key?: unknown }
  const found: Partial<Record<OrderKey, string>> = {}
  for (const name of keys) {
    const met = key === undefined || key === name ? secondOf(second) : undefined
    const said = met ?? (second === undefined ? secondOf(timeOf(original, name)) : undefined)
    if (said !== undefined) found[name] = said
  }
  return found
}

function timeOf(original: string | null, key: OrderKey): unknown {
  try {
    const record = JSON.parse(original ?? '') as { readonly MetaData?: Readonly<Record<string, unknown>> }
    return record.MetaData?.[key.slice('MetaData.'.length)]
  } catch {
    return undefined
  }
}

function secondOf(time: unknown): string | undefined {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(at) ? undefined : formatInstant(at)
}
