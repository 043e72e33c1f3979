import type { Simulator } from 'qbo-simulator'
import type { ReaderJob } from '../reader/reader-job.ts'

/** What goes wrong, or is simply so, while a company is read. */
export interface Scenario {
  readonly name: string
  readonly label: string
  readonly entity: ReaderJob['entity']
  readonly prepare: (simulator: Simulator) => void
  /** Readers that it would not reach. */
  readonly notFor?: readonly string[]
}

/** Rows changed before each page that is asked for, and before how many pages after the first. */
const rowsAtOnce = 5
const busyPages = 3

export const scenarios: readonly Scenario[] = [
  { name: 'quiet', label: 'nothing happens', entity: 'Invoice', prepare() {} },
  { name: 'inactive', label: 'inactive customers', entity: 'Customer', prepare() {} },
  {
    name: 'edited',
    label: 'rows edited between pages',
    entity: 'Invoice',
    prepare(simulator) {
      changeBetweenPages(simulator, (id) => simulator.edit('Invoice', id, { PrivateNote: 'Edited' }))
    },
  },
  {
    name: 'deleted',
    label: 'rows deleted between pages',
    entity: 'Invoice',
    prepare(simulator) {
      changeBetweenPages(simulator, (id) => simulator.remove('Invoice', id))
    },
  },
  {
    name: 'limit-plus-one',
    label: 'a page of 1001 rows',
    entity: 'Invoice',
    prepare: (simulator) => void simulator.inject({ kind: 'over-return' }),
    // It asks by batch, whose pages the simulator does not overfill.
    notFor: ['tap-quickbooks'],
  },
  {
    name: 'throttled',
    label: 'one 429',
    entity: 'Invoice',
    prepare(simulator) {
      beforePage(simulator, (page) => {
        if (page === 2) simulator.inject({ kind: 'throttled' })
      })
    },
  },
  {
    name: 'token-dies',
    label: 'access token dies',
    entity: 'Invoice',
    prepare(simulator) {
      beforePage(simulator, (page) => {
        if (page === 2) simulator.expireAccessTokens()
      })
    },
  },
]

/** Calls back before each page is answered, with its number. */
function beforePage(simulator: Simulator, act: (page: number) => void): void {
  let page = 0
  simulator.onRequest(({ statement, path }) => {
    if (/^\s*select\s+\*/iu.test(statement ?? '') || path.endsWith('/batch')) act(++page)
  })
}

/** The same rows for every reader, from all over the company: no order of reading has them all behind it. */
function changeBetweenPages(simulator: Simulator, change: (id: string) => void): void {
  const ids = simulator.records('Invoice').map(({ Id }) => Id)
  const rows = rowsAtOnce * busyPages
  const chosen = ids.filter((_, at) => at % Math.floor(ids.length / rows) === 0).slice(0, rows)
  beforePage(simulator, (page) => {
    if (page < 2 || page > busyPages + 1) return
    // Every third, so that each turn takes old rows and new ones.
    for (const [at, id] of chosen.entries()) if (at % busyPages === page - 2) change(id)
  })
}
