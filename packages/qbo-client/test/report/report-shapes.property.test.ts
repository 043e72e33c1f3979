import fc from 'fast-check'
import { search } from 'testkit'
import { expect, test } from 'vitest'
import { createQboClient, memoryTokenStore } from '../../src/index.js'
import { grant } from '../support/client.js'

const keys = ['tx_date', 'txn_type', 'doc_num', 'last_mod_date', 'subt_nat_amount', 'name'] as const

const transaction = fc.record({
  day: fc.integer({ min: 10, max: 28 }),
  label: fc.constantFrom('Factura', ''),
  docNumber: fc.constantFrom('1040', 'N-7', ''),
  changed: fc.constantFrom('2024-02-03T04:05:06-08:00', ''),
  amount: fc.constantFrom('47.60', '', '0.00', '(1,250.75)'),
})

type Made = typeof transaction extends fc.Arbitrary<infer T> ? T : never

/** Where a report may hold a transaction so that a reader that knows reports finds it. */
const readable = ['row', 'object', 'heading', 'above rows', 'below rows', 'sum'] as const

/** Where none has been seen, and one would be passed over by a reader that looks for what it knows. */
const strange = [
  ...(['another name', 'another case', 'beside cells', 'beside rows', 'bare beside rows'] as const),
  ...(['in a cell', 'in a heading', 'two headings', 'no cells', 'beside the rows', 'twice'] as const),
] as const

interface Node {
  readonly made: Made
  readonly place: (typeof readable)[number] | (typeof strange)[number]
  /** Which cell has its Id; one of no column stands behind all. */
  readonly idAt: 'txn_type' | 'tx_date' | 'doc_num' | 'behind' | 'nowhere'
  readonly rows: readonly Node[]
}

function nodes(
  places: readonly Node['place'][],
  idAt: readonly Node['idAt'][],
): fc.Arbitrary<readonly Node[]> {
  const { list } = fc.letrec<{ list: readonly Node[] }>((tie) => ({
    list: fc.array(
      fc.record({
        made: transaction,
        // Most are where they are wont to be, or nearly every report would be strange.
        place: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...readable) }, fc.constantFrom(...places)),
        idAt: fc.oneof({ weight: 8, arbitrary: fc.constant('txn_type' as const) }, fc.constantFrom(...idAt)),
        rows: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('list')),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }))
  return list
}

interface Cell {
  readonly value: string
  readonly id?: string
}

/** The report as QuickBooks might write it, and the Ids of all transactions in it; '' for one that has lost its own. */
function written(
  list: readonly Node[],
  order: readonly string[],
  isNested: boolean,
): { readonly text: string; readonly ids: readonly string[] } {
  const ids: string[] = []
  const beside: object[] = []
  const again: object[] = []

  function cellsOf({ made, idAt }: Node): Cell[] {
    const id = String(9000 + ids.length)
    ids.push(idAt === 'nowhere' ? '' : id)
    // A day alone is the heading of a day.
    const label = idAt === 'nowhere' ? 'Factura' : made.label
    const values: Record<string, string> = {
      tx_date: `2024-01-${made.day}`,
      txn_type: label,
      doc_num: made.docNumber,
      last_mod_date: made.changed,
      subt_nat_amount: made.amount,
      name: 'Amy',
    }
    const cells = order.map((key): Cell => ({ value: values[key] ?? '', ...(key === idAt ? { id } : {}) }))
    return idAt === 'behind' ? [...cells, { value: '', id }] : cells
  }

  function rowOf(node: Node): object {
    const ColData = cellsOf(node)
    const Rows = { Row: node.rows.map(rowOf) }
    const group = { ColData: [{ value: "Amy's Bird Sanctuary", id: '1' }] }
    const sum = { ColData: [{ value: 'Total' }, ...order.slice(1).map(() => ({ value: '5.00' }))] }
    // Stands where a report is known to hold one.
    const other = cellsOf({ ...node, idAt: 'txn_type', place: 'row' })
    switch (node.place) {
      case 'row':
        return {
          type: 'Data',
          Header: group,
          Rows: { Row: [{ ColData }, ...Rows.Row, { ColData: other }] },
          Summary: sum,
        }
      case 'object':
        return {
          Header: group,
          Rows: { Row: { ColData, type: 'Section', Rows } },
          Summary: { ColData: other },
        }
      case 'heading':
        return { Header: { ColData }, Rows, Summary: { ColData: other }, type: 'Section' }
      case 'above rows':
        return {
          ColData,
          Rows: { Row: [{ ColData: [{ value: '' }, { value: '' }] }, ...Rows.Row, { ColData: other }] },
        }
      case 'below rows':
        return { ColData: other, Rows: [...Rows.Row, { ColData }] }
      case 'sum':
        return { header: { colData: other }, rows: { row: Rows.Row }, summary: { colData: ColData } }
      case 'another name':
        return { Header: { ColData: other }, Rows: { Row: [{ type: 'Data', Cells: ColData }, ...Rows.Row] } }
      case 'another case':
        return { ColData: other, coldata: ColData, Rows }
      case 'beside cells':
        return { ColData: other, Rows, Details: { Row: [{ ColData }] } }
      case 'beside rows':
        return { Header: { ColData: other }, Rows: { ...Rows, Data: [{ ColData }] } }
      case 'bare beside rows':
        return {
          Header: { ColData: other },
          Rows: { ...(Rows.Row.length === 0 ? { Row: null } : Rows), Data: [ColData] },
        }
      case 'in a cell':
        return {
          ColData: other.map((cell, index) => (index === 2 ? { ...cell, rows: [{ ColData }] } : cell)),
          Rows,
        }
      case 'in a heading':
        return { Header: { ColData: other, Rows: { Row: [{ ColData }] } }, Rows }
      case 'two headings':
        return { ColData, Header: { ColData: other }, Rows }
      case 'no cells': {
        const cells = Object.fromEntries(ColData.map((cell, index) => [`c${index}`, cell]))
        return { Header: { ColData: other }, Rows: { Row: [{ type: 'Data', Rows, ...cells }] } }
      }
      case 'beside the rows':
        beside.push({ ColData })
        return { Header: { ColData: other }, Rows }
      case 'twice':
        again.push({ ColData })
        return { Header: { ColData: other }, Rows }
    }
  }

  const rows = list.map(rowOf)
  const columns = order.map((key) => ({ ColType: key, ColTitle: 'Titel' }))
  const [first = {}, ...others] = columns
  const report = JSON.stringify({
    Header: {
      ReportName: 'TransactionList',
      StartPeriod: '2024-01-01',
      EndPeriod: '2024-01-31',
      TransactionType: 'Invoice',
      Option: [{ Name: 'NoReportData', Value: 'false' }],
    },
    Columns: { Column: isNested ? [first, { ColType: 'all', Columns: { Column: others } }] : columns },
    ...(beside.length === 0 ? {} : { Data: { Row: beside } }),
    Rows: { Row: rows },
  })
  const text = again.length === 0 ? report : `{"Rows":${JSON.stringify({ Row: again })},${report.slice(1)}`
  return { text, ids }
}

/** The Ids that the client lists, or the code with which it does not. */
async function read(text: string): Promise<readonly string[] | string> {
  const client = createQboClient({
    environment: 'sandbox',
    realmId: '1',
    clientId: 'client',
    clientSecret: 'secret',
    seedRefreshToken: 'seed',
    tokenStore: memoryTokenStore(),
    rateLimit: false,
    retries: 0,
    fetch: async (input) => new Response(new Request(input).url.includes('/reports/') ? text : grant().body),
  })
  const ids: string[] = []
  const days = { from: '2024-01-01', to: '2024-02-01' }
  try {
    for await (const part of client.transactionList({ types: ['Invoice'], multicurrency: false, ...days }))
      ids.push(...part.transactions.map(({ id }) => id))
    return ids
  } catch (error) {
    return String((error as { readonly code?: unknown }).code)
  }
}

const order = fc
  .shuffledSubarray([...keys], { minLength: 5 })
  .filter((some) => keys.slice(0, 5).every((key) => some.includes(key)))

/** The heading of a group has the Id of its name in the first cell: it cannot be told from a type that stands there. */
const clear = order.filter(([first]) => first !== 'txn_type')

test('of any report each transaction is read, or the report is refused', async () => {
  const seen = new Map<string, number>()
  const all = nodes(strange, ['tx_date', 'doc_num', 'behind', 'nowhere'])
  await fc.assert(
    fc.asyncProperty(all, order, fc.boolean(), async (list, columns, isNested) => {
      const { text, ids } = written(list, columns, isNested)
      const found = await read(text)
      const outcome = typeof found === 'string' ? found : 'read'
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      expect(outcome).toMatch(/^(?:read|QBO_(?:REPORT_REFUSED|REPORT_TRUNCATED|UNEXPECTED_RESPONSE))$/u)
      const told = typeof found === 'string' ? ids : found
      expect(told.toSorted()).toEqual(ids.toSorted())
    }),
    search({ quick: 200, deep: 5000 }),
  )
  expect([...seen.keys()].toSorted()).toEqual(['QBO_REPORT_REFUSED', 'QBO_UNEXPECTED_RESPONSE', 'read'])
})

test('a transaction is read wherever a report is known to hold rows of cells', async () => {
  await fc.assert(
    fc.asyncProperty(nodes(readable, ['txn_type']), clear, fc.boolean(), async (list, columns, isNested) => {
      const { text, ids } = written(list, columns, isNested)
      expect(await read(text)).toEqual(expect.arrayContaining([...ids]))
    }),
    search({ quick: 100, deep: 2000 }),
  )
})
