import { objectOf, textOf } from '../books/fields.js'
import { postingsOf, rateOf, type Posting } from '../books/postings.js'
import type { QboRecord } from '../entity/record.js'
import type { CompanyFacts } from './company-facts.js'
import { say } from './language.js'
import { moneyText } from './money.js'
import type { ReportContext } from './report-context.js'
import type { Cell } from './report.js'
import { postedCentsOf } from './transaction-amount.js'
import type { KindedTransaction } from './transactions-of-days.js'

/** What a report shows of a transaction, column by column. */
export interface TransactionCells {
  /** Of a column that it does not know, or that is of companies with other currencies, nothing, without a word. */
  readonly cell: (key: string) => Cell
  readonly postings: readonly Posting[]
}

const unposted: ReadonlySet<string> = new Set(['Estimate', 'PurchaseOrder', 'TimeActivity'])

export function cellsOf(
  transaction: KindedTransaction,
  facts: CompanyFacts,
  context: ReportContext,
): TransactionCells {
  const { language } = context.realm
  const { kind, id, day, docNumber, lastModified, homeCents } = transaction
  let booked: readonly Posting[] | undefined
  let parsed: QboRecord | undefined
  const record = (): QboRecord => (parsed ??= transaction.record())
  const postings = (): readonly Posting[] => (booked ??= postingsOf(kind.entity, record(), facts.chart))
  const money = (cents: number, isHome: boolean): Cell => ({
    value: isHome === facts.isMulticurrency ? moneyText(cents, context) : '',
  })
  const home = (): number => homeCents ?? postedCentsOf(postings())
  const cells: Readonly<Record<string, () => Cell>> = {
    tx_date: () => ({ value: day }),
    txn_type: () => ({ value: say(kind.label, language), id }),
    doc_num: () => ({ value: docNumber }),
    is_no_post: () => ({ value: say(unposted.has(kind.entity) ? 'No' : 'Yes', language) }),
    name: () => referenceCell(record(), ['CustomerRef', 'VendorRef', 'EntityRef']),
    dept_name: () => referenceCell(record(), ['DepartmentRef']),
    memo: () => ({ value: textOf(record(), 'PrivateNote') || textOf(record(), 'Description') }),
    account_name: () => accountCell(postings()[0]?.account, facts),
    other_account: () => splitCell(postings(), facts, context),
    due_date: () => ({ value: textOf(record(), 'DueDate') }),
    create_date: () => ({ value: record().MetaData?.CreateTime ?? '' }),
    last_mod_date: () => ({ value: lastModified }),
    currency: () => ({ value: facts.isMulticurrency ? currencyOf(record(), facts) : '' }),
    exch_rate: () => ({ value: facts.isMulticurrency ? String(rateOf(record())) : '' }),
    subt_nat_amount: () => money(home(), false),
    subt_nat_home_amount: () => money(home(), true),
  }
  return {
    cell: (key) => cells[key]?.() ?? { value: '' },
    get postings() {
      return postings()
    },
  }
}

export function accountCell(id: string | undefined, { chart }: CompanyFacts): Cell {
  return id === undefined ? { value: '' } : { value: chart.account(id).name, id }
}

/** The account on the other side, or that there are several. */
function splitCell(postings: readonly Posting[], facts: CompanyFacts, context: ReportContext): Cell {
  const others = new Set(postings.slice(1).map(({ account }) => account))
  const [only] = others
  if (others.size === 1) return accountCell(only, facts)
  return {
    value: others.size === 0 || context.isModern ? '' : say('-Split-', context.realm.language),
    id: '',
  }
}

/** What the first of these fields names that the record has. */
function referenceCell(record: QboRecord, fields: readonly string[]): Cell {
  const field = fields.find((name) => record[name] !== undefined)
  const reference = field === undefined ? {} : objectOf(record, field)
  return { value: textOf(reference, 'name'), id: textOf(reference, 'value') }
}

function currencyOf(record: QboRecord, { homeCurrency }: CompanyFacts): string {
  return textOf(objectOf(record, 'CurrencyRef'), 'value') || homeCurrency
}
