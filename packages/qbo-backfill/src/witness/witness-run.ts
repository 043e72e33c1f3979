import { isQboError, type EntityName } from 'qbo-client'
import { askCdc } from '../compare/read-changes.js'
import { allEnded } from '../failure/all-ended.js'
import { changeTarget } from '../proof/change-target.js'
import type { ProvedEntity } from '../proof/prove.js'
import type { ProofScope } from '../proof/entity-proof.js'
import { commitDeletions, commitRecords } from '../store/deliver.js'
import { createPatience, type Patience } from '../source/patience.js'
import { companyMoney, moneyOfRows } from './company-money.js'
import { cutDays, rowsPerReport, type CountedDays } from './cut-days.js'
import type { EarlyReports } from './early-reports.js'
import type { WitnessWriter } from './look-up.js'
import { witnessEntity, type Witnessed, type WitnessSubject } from './witness-entity.js'
import { witnessReport } from './witness-report.js'
import { witnessedTypes } from './witnessed-types.js'

/**
 * Witnesses each transaction entity of a run. Entities whose rows are not proved are left alone: they are red already.
 * Lists are not in it; no report has them.
 */
export async function witnessRun(
  scopes: readonly ProofScope[],
  proofs: readonly ProvedEntity[],
  early: EarlyReports,
): Promise<ReadonlyMap<EntityName, Witnessed>> {
  const found = new Map<EntityName, Witnessed>()
  const asked = await early.take()
  const [context] = scopes
  if (context === undefined) return found
  const dated = scopes.filter(({ entity }) => entity.definition.strategy === 'transaction')
  const parts = dated.flatMap((scope) => {
    const entity = scope.entity.name
    const proof = proofs.find((each) => each.entity === entity)
    const witnessed = witnessedTypes(entity)
    const days = countedDays(scope, proof)
    const reason = reasonAgainst(proof?.proved === true, witnessed !== undefined, days.length > 0)
    if (witnessed !== undefined && reason === undefined) return [{ scope, entity, witnessed, days }]
    found.set(entity, { outcome: 'notWitnessed', reason: reason ?? '' })
    return []
  })
  if (parts.length > 0) {
    const names = parts.map(({ entity }) => entity)
    const money =
      asked === undefined
        ? await companyMoney(context, names)
        : (asked.money ?? (await moneyOfRows(context, names)))
    const rows = parts.flatMap(({ days }) => days).reduce((sum, day) => sum + day.rows, 0)
    const atOnce = rows <= rowsPerReport
    const patience = createPatience()
    const work = parts.map(({ scope, entity, witnessed, days }) => async () => {
      const reported = asked?.reports.get(entity)
      const { definition } = scope.entity
      const subject = { entity: definition, witnessed, spans: cutDays(days), money, atOnce, reported }
      found.set(entity, await witnessOne(scope, subject, days, patience))
    })
    if (atOnce) await allEnded(work.map((each) => each()))
    else for (const each of work) await each()
  }
  for (const [entity, witnessed] of found)
    context.emit({ type: 'witness.compared', entity, ...witnessReport(witnessed) })
  return found
}

function reasonAgainst(proved: boolean, isListed: boolean, hasDays: boolean): string | undefined {
  if (!isListed) return 'no report of QuickBooks lists it'
  if (!hasDays) return 'its range is empty'
  return proved ? undefined : 'its rows are not proved'
}

/** The days of the range, with the rows that the table has of them. */
function countedDays({ entity }: ProofScope, proof: ProvedEntity | undefined): readonly CountedDays[] {
  const live = proof?.sets[0]?.live ?? []
  return entity.windows.map(({ firstDate, endDate }, index) => ({
    from: firstDate,
    to: endDate,
    rows: live[index] ?? 0,
  }))
}

function witnessOne(
  context: ProofScope,
  subject: WitnessSubject,
  loaded: readonly CountedDays[],
  patience: Patience,
): Promise<Witnessed> {
  const { source, store, signal, run } = context
  const { settledBefore } = run
  const [first, last] = [loaded[0], loaded.at(-1)]
  const days = first === undefined || last === undefined ? [] : [{ from: first.from, to: last.to }]
  const rejects = { runId: run.runId, seenSince: context.seenSince }
  const scope = { source, store, signal, settledBefore, loaded: days, rejects, patience }
  const doubt = (ids: readonly string[]): Promise<readonly string[]> => readAndNotDeleted(context, ids)
  return witnessEntity({ ...scope, writer: runWriter(context), doubt }, subject)
}

/** What this run has read itself is gone only where change data capture tells it: neither of the others is proof against a page. */
async function readAndNotDeleted(context: ProofScope, ids: readonly string[]): Promise<readonly string[]> {
  const { store, run, entity, seenSince } = context
  const query = { realmId: run.realmId, entity: entity.name, runId: run.runId, seenSince }
  const unread = new Set(await store.rows.idsNotSeen({ ...query, rows: { ids }, settledBefore: undefined }))
  const read = ids.filter((id) => !unread.has(id))
  if (read.length === 0) return []
  const deleted = await toldAsDeleted(context)
  return read.filter((id) => !deleted.has(id))
}

async function toldAsDeleted(context: ProofScope): Promise<ReadonlySet<string>> {
  const { run, entity, signal } = context
  try {
    const told = await askCdc(context, [entity.definition], run.settledBefore)
    return new Set(
      [...told.values()].flatMap(({ parts }) => parts.flatMap((part) => part.deleted)).map(({ id }) => id),
    )
  } catch (error) {
    if (!isQboError(error) || signal.aborted) throw error
    return new Set()
  }
}

/** Writes as the proof does. */
function runWriter(context: ProofScope): WitnessWriter {
  const { runId } = context.run
  const entity = context.entity.name
  return {
    async write({ text, recordsPath, records, poisoned }, askedAt) {
      const targets = records.map((record) => changeTarget(context, record))
      const commit = { runId, entity, text, recordsPath, targets, deleted: [], poisoned, askedAt }
      await commitRecords(context, commit)
    },
    bury: (ids) => commitDeletions(context, { runId, entity }, ids),
  }
}
