import { answer, type Database } from '../database.js'
import { SinkError } from '../sink-error.js'
import { isOneWindow, type RecordTarget, type Targets } from '../record/page.js'
import { pageOutcome, pageStatement, type PageOutcome, type PageStatement } from './page-statement.js'

// Another writer must get ahead of us each time; two writers take turns at most twice.
const maxRounds = 20

/** Runs the statement, and again for the records that another writer got to first. */
export async function storeRecords(trx: Database, statement: PageStatement): Promise<PageOutcome> {
  let total = await once(trx, statement)
  for (let round = 1; total.overtaken.length > 0; round++) {
    if (round === maxRounds) {
      throw new SinkError(
        'SINK_DATABASE',
        `Other writers keep changing the same rows of ${statement.entity}.`,
        {
          retryable: true,
        },
      )
    }
    const targets = onlyThese(statement.targets, statement.records.spans.length, total.overtaken)
    total = plus(total, await once(trx, { ...statement, targets }))
  }
  return total
}

function once(trx: Database, statement: PageStatement): Promise<PageOutcome> {
  return answer(trx, pageStatement(statement), pageOutcome, `write a page of ${statement.entity}`)
}

/** The same targets with every other record left alone. */
function onlyThese(
  targets: Targets,
  records: number,
  ordinals: readonly number[],
): readonly (RecordTarget | null)[] {
  const wanted = new Set(ordinals)
  return Array.from({ length: records }, (_, index) => {
    if (!wanted.has(index + 1)) return null
    return isOneWindow(targets) ? { window: targets } : (targets[index] ?? null)
  })
}

function plus(before: PageOutcome, now: PageOutcome): PageOutcome {
  return {
    inserted: before.inserted + now.inserted,
    updated: before.updated + now.updated,
    unchanged: before.unchanged + now.unchanged,
    stale: before.stale + now.stale,
    nameless: before.nameless,
    overtaken: now.overtaken,
  }
}
