import fc from 'fast-check'
import { sql } from 'kysely'
import type { Source } from '../src/index.js'
import { startCompany, type TestCompany } from './company.js'
import type { EmptyDatabase } from './databases.js'
import { lyingSource } from './lying-source.js'

/** Of one type, of four, and one of which reports show no amount that is the record's. */
export const witnessed = ['Invoice', 'Purchase', 'Transfer'] as const
export type WitnessedEntity = (typeof witnessed)[number]

const tables = { Invoice: 'qb_invoices', Purchase: 'qb_purchases', Transfer: 'qb_transfers' }
const range = { from: '2022-01-01', to: '2025-01-01' }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const deed = fc.record({
  /** Of which of its entities. */
  of: fc.nat(),
  pick: fc.nat(),
  kind: fc.constantFrom(
    ...(['make', 'make outside', 'note', 'amount', 'amount in secret', 'void', 'move'] as const),
    ...(['delete', 'delete without a trace', 'lose'] as const),
    ...(['hide', 'show', 'unlist', 'mute', 'unlist all', 'list all'] as const),
  ),
  /** So many calls of ours come first; 0 is before all, and most is done then. */
  after: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 25 })),
})

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

/** What is loaded: the time that a history takes goes by it. */
export const loaded: fc.Arbitrary<readonly WitnessedEntity[]> = fc.constantFrom(
  ...witnessed.map((entity) => [entity]),
  [...witnessed],
)

/** What happens at QuickBooks, how long one waits then, how wrong its counts are, and what is asked of us. */
export const round = fc.record({
  deeds: fc.array(deed, { maxLength: 5 }),
  waitMs: fc.constantFrom(minuteMs, hourMs, 40 * dayMs),
  counts: fc.array(fc.record({ nth: fc.integer({ min: 1, max: 12 }), by: fc.constantFrom(-99, -2, -1, 1) }), {
    maxLength: 2,
  }),
  call: fc.constantFrom('run', 'sweep', 'verify'),
})

export type Round = typeof round extends fc.Arbitrary<infer T> ? T : never

/** The colour of an entity, and the instant before which nothing may be wrong with it. */
export interface Judged {
  readonly entity: WitnessedEntity
  readonly colour: string
  readonly settledBefore: string
}

export interface WitnessedLife {
  readonly company: TestCompany
  /** QuickBooks with all that it leaves out, and wrong counts. */
  source(counts?: Round['counts']): Source
  /** Only what happens before anything is asked. */
  pass(round: Pick<Round, 'deeds' | 'waitMs'>): Promise<void>
  /** Does what is asked, and meanwhile what happens. */
  live(round: Round): Promise<readonly Judged[]>
  /** What may not be where an entity is green. */
  wrong(judged: Judged, call: Round['call']): Promise<readonly string[]>
  /** Rows that are marked as deleted, and that QuickBooks has. */
  buried(): Promise<readonly string[]>
  /** Every row of it, as it stands. */
  rows(): Promise<readonly unknown[]>
}

interface Row {
  readonly id: string
  readonly deleted: boolean
  readonly amount: string | null
  readonly day: string | null
}

let lives = 0

/** How far CDC looks back. */
const cdcReachMs = 30 * 86_400_000

/** A company of some transactions, of which any may be shown by one engine of QuickBooks only. */
export async function startLife(
  database: EmptyDatabase,
  entities: readonly WitnessedEntity[],
): Promise<WitnessedLife> {
  lives += 1
  const realmId = `91303${String(lives).padStart(11, '0')}`
  const size = { customers: 1, items: 1, invoices: 1 }
  const company = await startCompany('PostgreSQL', { ...size, realmId, database, retries: 0 })
  const asked = { ...range, entities }
  const { simulator } = company
  const hidden = new Map<string, () => void>()
  const unlisted = new Set<string>()
  const muted = new Set<string>()
  const gone = new Set<string>()
  let serial = 5000
  const idsOf = (entity: string): string[] => simulator.records(entity).map(({ Id }) => Id)

  function make(entity: WitnessedEntity, TxnDate: string, MetaData?: Record<string, string>): void {
    const Id = String((serial += 1))
    const amount = { [entity === 'Transfer' ? 'Amount' : 'TotalAmt']: (serial % 90) + 0.25 }
    const kind = (['Cash', 'Check', 'CreditCard', 'CreditCard'] as const)[serial % 4]
    const payment = entity === 'Purchase' ? { PaymentType: kind, Credit: serial % 4 === 3 } : {}
    simulator.create(entity, {
      Id,
      TxnDate,
      ...amount,
      ...payment,
      ...(MetaData === undefined ? {} : { MetaData }),
    })
  }

  const old = '2024-02-02T10:00:00-08:00'
  for (let number = 0; number < 9 * entities.length; number++) {
    const entity = entities[number % entities.length] ?? 'Invoice'
    make(entity, `2024-0${(number % 9) + 1}-11`, { CreateTime: old, LastUpdatedTime: old })
  }

  async function act({ of, pick, kind }: Deed): Promise<void> {
    const entity = entities[of % entities.length] ?? 'Invoice'
    if (kind === 'make') return make(entity, `202${2 + (pick % 3)}-05-05`)
    if (kind === 'make outside') return make(entity, '2025-06-06')
    const ids = idsOf(entity)
    const id = ids[pick % ids.length]
    if (id === undefined) return
    const total = entity === 'Transfer' ? 'Amount' : 'TotalAmt'
    const edit = (patch: Record<string, unknown>, touch = true): void => {
      simulator.edit(entity, id, patch, { touch })
    }
    switch (kind) {
      case 'note':
        return edit({ PrivateNote: `deed ${(serial += 1)}` })
      case 'amount':
      case 'amount in secret':
        return edit({ [total]: 100 + (pick % 50) }, kind === 'amount')
      case 'void':
        return edit({ [total]: 0, PrivateNote: 'Voided' })
      case 'move':
        return edit({ TxnDate: pick % 2 === 0 ? '2023-03-03' : '2025-06-06' })
      case 'lose':
        await sql`DELETE FROM ${sql.table(`raw.${tables[entity]}`)} WHERE realm_id = ${realmId} AND id = ${id}`
          .execute(company.db)
          .catch(() => undefined)
        return
      case 'hide':
        if (!hidden.has(id)) hidden.set(id, simulator.hide(entity, id))
        return
      case 'show':
        hidden.get(id)?.()
        hidden.delete(id)
        return
      case 'unlist':
        unlisted.add(id)
        return
      case 'mute':
        unlisted.add(id)
        muted.add(id)
        return
      case 'unlist all':
        for (const each of ids) unlisted.add(each)
        return
      case 'list all':
        unlisted.clear()
        muted.clear()
        return
      default:
        simulator.remove(entity, id, { trace: kind === 'delete' })
    }
  }

  function source(counts: Round['counts'] = [], call?: Round['call']): Source {
    let nth = 0
    // A run has read it by then: where neither reports nor look-ups show a row, nothing else tells a sweep that it is there.
    const isMuted = (entity: string, id: string): boolean =>
      call === 'run' && muted.has(id) && lying.told.ids.get(entity)?.has(id) === true
    const lying = lyingSource(company.source, {
      unlists: (id) => unlisted.has(id),
      hides: (entity, id, how) => how === 'ids' && isMuted(entity, id),
      counts(_scope, truth) {
        nth += 1
        return Math.max(0, truth + (counts.find((each) => each.nth === nth)?.by ?? 0))
      },
    })
    return lying
  }

  async function ask(call: Round['call'], from: Source): Promise<readonly Judged[]> {
    if (call === 'run') {
      const { entities: found, settledBefore } = await company.run({ ...asked, source: from })
      return found.map(({ entity, status }) => judged(entity, status, settledBefore))
    }
    if (call === 'sweep') {
      const { entities: found } = await company.sync({ source: from, sweep: true })
      return found.map(({ entity, status, nextSince }) => judged(entity, status, nextSince ?? ''))
    }
    const { entities: found } = await company.verify({ ...asked, source: from })
    return found.map(({ entity, status, settledBefore }) => judged(entity, status, settledBefore))
  }

  async function rowsOf(entity: WitnessedEntity): Promise<readonly Row[]> {
    const amount = entity === 'Transfer' ? 'Amount' : 'TotalAmt'
    const { rows } = await sql<Row>`
      SELECT id, deleted_at IS NOT NULL AS deleted, payload->>${amount}::text AS amount,
        payload->>'TxnDate' AS day
      FROM ${sql.table(`raw.${tables[entity]}`)} WHERE realm_id = ${realmId}`.execute(company.db)
    return rows
  }

  async function pass({ deeds, waitMs }: Pick<Round, 'deeds' | 'waitMs'>): Promise<void> {
    for (const each of deeds) if (each.after === 0) await act(each)
    simulator.setNow(simulator.now() + waitMs)
    if (waitMs < cdcReachMs) return
    // Only the simulator's clock has moved: a run that the engine would give up by its own is given up here.
    await sql`UPDATE qbo_backfill.runs SET status = 'expired', finished_at_utc = now()
      WHERE realm_id = ${realmId} AND status IN ('running', 'red', 'failed')`.execute(company.db)
  }

  return {
    company,
    source,
    pass,
    async live({ deeds, waitMs, counts, call }) {
      await pass({ deeds, waitMs })
      gone.clear()
      let calls = 0
      // What is lost of the table behind the proof is lost to it, and what is changed in secret has no time.
      const isSeen = ({ kind }: Deed): boolean => kind !== 'lose' && kind !== 'amount in secret'
      const stop = simulator.onRequest(async ({ path }) => {
        if (!path.startsWith('/v3/')) return
        calls += 1
        for (const each of deeds)
          if (each.after === calls && isSeen(each)) {
            const before = entities.flatMap(idsOf)
            await act(each)
            const after = new Set(entities.flatMap(idsOf))
            for (const id of before) if (!after.has(id)) gone.add(id)
          }
      })
      try {
        return await ask(call, source(counts, call))
      } finally {
        stop()
      }
    },
    async wrong({ entity, settledBefore }, call) {
      const live = new Map((await rowsOf(entity)).flatMap((row) => (row.deleted ? [] : [[row.id, row]])))
      const found: string[] = []
      const there = new Set<string>()
      for (const { Id: id, TxnDate: date, MetaData, TotalAmt } of simulator.records(entity)) {
        there.add(id)
        const isListed = !unlisted.has(id)
        // A sweep asks no queries, but for what has changed.
        const isShown = isListed || (call !== 'sweep' && !hidden.has(id))
        const isSettled = Date.parse(MetaData?.LastUpdatedTime ?? '') < Date.parse(settledBefore)
        if (!isShown || !isSettled || !isInRange(String(date))) continue
        const row = live.get(id)
        if (row === undefined) found.push(`missing ${entity} ${id}`)
        else if (isListed && entity !== 'Transfer' && Math.abs(Number(row.amount) - Number(TotalAmt)) > 0.01)
          found.push(`${entity} ${id}: ${row.amount}, not ${String(TotalAmt)}`)
      }
      // A sweep is of all that is loaded, also of what has moved away.
      for (const { id, day } of live.values())
        if (!there.has(id) && !gone.has(id) && (call === 'sweep' || isInRange(day ?? '')))
          found.push(`deleted ${entity} ${id} is live`)
      return found
    },
    async buried() {
      const found: string[] = []
      for (const entity of entities) {
        const there = new Set(idsOf(entity))
        for (const { id, deleted } of await rowsOf(entity))
          if (deleted && there.has(id)) found.push(`${entity} ${id} is buried`)
      }
      return found
    },
    async rows() {
      const all = []
      for (const entity of entities) {
        const { rows } = await sql`
          SELECT id, payload::text, deleted_at, extract_window_start_utc, last_updated_time
          FROM ${sql.table(`raw.${tables[entity]}`)} WHERE realm_id = ${realmId} ORDER BY id`.execute(
          company.db,
        )
        all.push(...rows)
      }
      return all
    },
  }
}

function isInRange(day: string): boolean {
  return day >= range.from && day < range.to
}

function judged(entity: string, colour: string, settledBefore: string): Judged {
  return { entity: entity as WitnessedEntity, colour, settledBefore }
}
