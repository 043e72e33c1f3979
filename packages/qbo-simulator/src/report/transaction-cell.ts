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

const unposted: ReadonlySet<string> = new Set(['Estimate', 'PurchaseOrder', 'TimeActivity'])

/** What a report shows of a transaction, column by column; its record is parsed only where a column needs it. */
export class TransactionCells {
  readonly transaction: KindedTransaction
  readonly facts: CompanyFacts
  readonly context: ReportContext
  #record: QboRecord | undefined
  #postings: readonly Posting[] | undefined

  constructor(transaction: KindedTransaction, facts: CompanyFacts, context: ReportContext) {
    this.transaction = transaction
    this.facts = facts
    this.context = context
  }

  /** Of a column that it does not know, or that is of companies with other currencies, nothing, without a word. */
  cell(key: string): Cell {
    return columns[key]?.(this) ?? { value: '' }
  }

  get record(): QboRecord {
    return (this.#record ??= this.transaction.record())
  }

  get postings(): readonly Posting[] {
    const { transaction, facts } = this
    return (this.#postings ??= postingsOf(transaction.kind.entity, this.record, facts.chart))
  }

  /** In the home currency, where the column is the one that the company has. */
  money(isHome: boolean): Cell {
    const { transaction, facts, context } = this
    if (isHome !== facts.isMulticurrency) return { value: '' }
    return { value: moneyText(transaction.homeCents ?? postedCentsOf(this.postings), context) }
  }

  say(text: string): string {
    return say(text, this.context.realm.language)
  }
}

/** Once for all: a report has them for tens of thousands of transactions. */
const columns: Readonly<Record<string, (cells: TransactionCells) => Cell>> = {
  tx_date: ({ transaction }) => ({ value: transaction.day }),
  txn_type: (cells) => ({ value: cells.say(cells.transaction.kind.label), id: cells.transaction.id }),
  doc_num: ({ transaction }) => ({ value: transaction.docNumber }),
  is_no_post: (cells) => ({ value: cells.say(unposted.has(cells.transaction.kind.entity) ? 'No' : 'Yes') }),
  name: ({ record }) => referenceCell(record, ['CustomerRef', 'VendorRef', 'EntityRef']),
  dept_name: ({ record }) => referenceCell(record, ['DepartmentRef']),
  memo: ({ record }) => ({ value: textOf(record, 'PrivateNote') || textOf(record, 'Description') }),
  account_name: ({ postings, facts }) => accountCell(postings[0]?.account, facts),
  other_account: ({ postings, facts, context }) => splitCell(postings, facts, context),
  due_date: ({ record }) => ({ value: textOf(record, 'DueDate') }),
  create_date: ({ record }) => ({ value: record.MetaData?.CreateTime ?? '' }),
  last_mod_date: ({ transaction }) => ({ value: transaction.lastModified }),
  currency: (cells) => ({ value: cells.facts.isMulticurrency ? currencyOf(cells.record, cells.facts) : '' }),
  exch_rate: (cells) => ({ value: cells.facts.isMulticurrency ? String(rateOf(cells.record)) : '' }),
  subt_nat_amount: (cells) => cells.money(false),
  subt_nat_home_amount: (cells) => cells.money(true),
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
