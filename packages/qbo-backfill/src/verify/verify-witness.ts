import { countInTable } from '../compare/counts.js'
import type { RecordScope } from '../compare/record-scope.js'
import { moneyOfRows } from '../witness/company-money.js'
import { cutDays, rowsPerReport, type CountedDays } from '../witness/cut-days.js'
import { witnessEntity, type Witnessed } from '../witness/witness-entity.js'
import { witnessedTypes } from '../witness/witnessed-types.js'
import type { AskedCompany } from './ask-company.js'

/** So small are reports of ten entities that are held at once. */
const smallReport = rowsPerReport / 10

/** Holds the range against QuickBooks' own reports and writes nothing. Undefined for what no report can have. */
export async function verifyWitness(
  scope: RecordScope,
  company: AskedCompany,
): Promise<Witnessed | undefined> {
  const { source, store, signal, run, entity } = scope
  const { name, definition, windows } = entity
  if (definition.strategy !== 'transaction') return undefined
  const witnessed = witnessedTypes(name)
  if (witnessed === undefined) return { outcome: 'notWitnessed', reason: 'no report of QuickBooks lists it' }
  const [set] = entity.sets
  const live = set === undefined ? [] : (await countInTable(scope, set)).live
  const days = windows.map(({ firstDate, endDate }, index) => ({
    from: firstDate,
    to: endDate,
    rows: live[index] ?? 0,
  }))
  const money = (await company.money) ?? (await moneyOfRows(scope, [name]))
  const { settledBefore } = run
  const asked = {
    source,
    store,
    signal,
    settledBefore,
    loaded: days,
    writer: undefined,
    patience: company.patience,
  }
  const subject = { entity: definition, witnessed, spans: cutDays(days), money, atOnce: false }
  const work = (): Promise<Witnessed> => witnessEntity(asked, subject)
  return sum(days) > smallReport ? company.alone(work) : work()
}

function sum(days: readonly CountedDays[]): number {
  return days.reduce((total, { rows }) => total + rows, 0)
}
