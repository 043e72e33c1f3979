import type { EntityChanges } from '../proof/read-changes.js'
import { formatInstant } from '../plan/time-zone.js'
import type { DeliveryScope } from '../run/deliver.js'
import type { BackfillStore } from '../store/store.js'
import type { Source } from '../source/source.js'
import { attributeTo } from './attribute.js'
import type { AskedEntity } from './ask-changes.js'
import { nextSince } from './cdc-reach.js'
import type { PlannedSync } from './sync-plan.js'
import type { SyncedEntity } from './sync-report.js'
import { writeChanges, type WrittenChanges } from './write-changes.js'

export interface SyncContext extends DeliveryScope {
  readonly source: Source
  readonly store: BackfillStore
  readonly syncId: string
}

/** Writes what an entity's answer holds, and moves its cursor on with it. */
export async function syncAsked(
  context: SyncContext,
  { entity, history }: PlannedSync,
  asked: AskedEntity,
): Promise<SyncedEntity> {
  const { since, time, method, deletionsKnown } = asked
  const next = time === undefined ? undefined : nextSince(since, time)
  // A second more than QuickBooks' clock: windows do not hold their end.
  const until = formatInstant(Date.parse(time ?? new Date().toISOString()) + 1000)
  const attribute = attributeTo(entity, history, { start: since, end: until })
  const written = await writeChanges(
    { ...context, entity: entity.name, attribute, nextSince: next },
    asked.changes,
  )
  const findings =
    time === undefined
      ? [
          ...asked.findings,
          `${entity.name}: QuickBooks did not say what time it is; the next sync asks from ${since} again.`,
        ]
      : asked.findings
  const outcome = { method, since, nextSince: next ?? since, deletionsKnown }
  return synced(context, entity.name, { ...outcome, findings }, written)
}

/** Entities without a time are few rows: all of them are read. What is gone is not known from that. */
export async function syncWhole(context: SyncContext, planned: PlannedSync): Promise<SyncedEntity> {
  const { entity, history } = planned
  const now = formatInstant(Date.now())
  const attribute = attributeTo(entity, history, { start: planned.since, end: now })
  const written = await writeChanges(
    { ...context, entity: entity.name, attribute, nextSince: undefined },
    pagesOf(context, entity.name),
  )
  const outcome = {
    method: 'whole',
    since: null,
    nextSince: null,
    deletionsKnown: false,
    findings: [],
  } as const
  return synced(context, entity.name, outcome, written)
}

async function* pagesOf(context: SyncContext, entity: string): AsyncGenerator<EntityChanges> {
  for await (const page of context.source.pages({ entity: entity as never, signal: context.signal }))
    yield { ...page, entity, deleted: [] }
}

type Outcome = Pick<SyncedEntity, 'method' | 'since' | 'nextSince' | 'deletionsKnown' | 'findings'>

async function synced(
  { store, source, syncId }: SyncContext,
  entity: string,
  outcome: Outcome,
  written: WrittenChanges,
): Promise<SyncedEntity> {
  const { open } = await store.rejectedCount(source.realmId, entity, syncId)
  const refused =
    open > 0 ? [`${entity}: ${open} record(s) could not be stored. See qbo-backfill rejects list.`] : []
  const findings = [...refused, ...outcome.findings]
  const status = open > 0 ? 'red' : findings.length > 0 ? 'yellow' : 'green'
  return { entity, status, ...outcome, ...written, findings }
}
