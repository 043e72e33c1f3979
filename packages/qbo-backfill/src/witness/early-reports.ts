import { allEnded } from '../failure/all-ended.js'
import type { ProofScope } from '../proof/entity-proof.js'
import type { Source } from '../source/source.js'
import { askReports } from './ask-reports.js'
import { knownMoney, type CompanyMoney } from './company-money.js'
import { rowsPerReport, type Days } from './cut-days.js'
import type { CollectedRows } from './reported-rows.js'
import { witnessedTypes, type WitnessedTypes } from './witnessed-types.js'

/** What the reports list of the entities of a run, by name; a text says why that is not known. */
export interface ReportsAsked {
  /** Undefined where the company's preferences do not say it: then no report was asked for. */
  readonly money: CompanyMoney | undefined
  readonly reports: ReadonlyMap<string, CollectedRows | string>
}

/**
 * Reports that are asked for while the last pages are read, so that nobody waits for them behind the proof. They may be as
 * old as that: what is settled cannot change, and what is gone since is looked up by Id before anything is concluded.
 */
export interface EarlyReports {
  /** Asks for the company's preferences, which decide how reports are asked for. */
  prepare(source: Source, signal: AbortSignal): void
  ask(scopes: readonly ReportScope[], signal: AbortSignal): void
  /** What was asked for and answered, once; undefined where it is to be asked for behind the proof. */
  take(): Promise<ReportsAsked | undefined>
}

type ReportScope = Omit<ProofScope, 'signal'>

interface AskedEntity {
  readonly scope: ReportScope
  readonly types: WitnessedTypes['types']
  readonly days: Days
}

/** Reports of a run whose transactions one can carry; of a larger one the table tells how the days are to be cut. */
export function earlyReports(): EarlyReports {
  let money: Promise<CompanyMoney | undefined> | undefined
  let asked: Promise<ReportsAsked | undefined> | undefined
  const prepare = (source: Source, signal: AbortSignal): Promise<CompanyMoney | undefined> =>
    (money ??= knownMoney(source, signal))
  return {
    prepare(source, signal) {
      // What fails is met when it is wanted.
      if (source.transactionList !== undefined) prepare(source, signal).catch(() => undefined)
    },
    ask(scopes, signal) {
      const entities = scopes.flatMap(askable)
      const [any] = entities
      const isSmall = sum(entities.map(rowsOf)) <= rowsPerReport
      if (any?.scope.source.transactionList === undefined || (money === undefined && !isSmall)) return
      const known = prepare(any.scope.source, signal)
      // What fails here is asked for again when it is wanted, and then says so.
      asked = askEach(isSmall ? entities : [], known, signal).catch(() => undefined)
    },
    async take() {
      const answered = await asked
      await money?.catch(() => undefined)
      asked = money = undefined
      return answered
    },
  }
}

function rowsOf({ scope: { run, entity } }: AskedEntity): number {
  return run.totals[entity.name]?.expected ?? 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function askable(scope: ReportScope): readonly AskedEntity[] {
  const { name, definition, windows } = scope.entity
  const types = definition.strategy === 'transaction' ? witnessedTypes(name)?.types : undefined
  const [first, last] = [windows[0], windows.at(-1)]
  if (types === undefined || first === undefined || last === undefined) return []
  return [{ scope, types, days: { from: first.firstDate, to: last.endDate } }]
}

async function askEach(
  entities: readonly AskedEntity[],
  asked: Promise<CompanyMoney | undefined>,
  signal: AbortSignal,
): Promise<ReportsAsked> {
  const money = await asked
  if (money === undefined) return { money, reports: new Map() }
  const reports = await allEnded(
    entities.map(async ({ scope: { source, run, entity }, types, days }) => {
      const { settledBefore } = run
      const question = { types, spans: [days], settledBefore, money, atOnce: true }
      return [entity.name, await askReports({ source, signal }, question)] as const
    }),
  )
  return { money, reports: new Map(reports) }
}
