import { counted } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import { colourOf, verifyClaims, type Facts, type Knowledge, type VerifyClaim } from '../verdict/colour.js'
import type { DeepOutcome, Differences, VerifiedEntity, WindowSpan } from './verify-report.js'

export interface EntityEvidence {
  readonly entity: EntityName
  readonly total: Differences
  readonly windows: readonly (WindowSpan & Differences)[]
  /** Of the missing, those that could not be stored, each by its own reject: absent from the table, and no secret. */
  readonly rejected: number
  /** Records of which it cannot be told whether their row is there: their dates or versions cannot be read. */
  readonly unclear: number
  /** Records that QuickBooks has and did not show. */
  readonly unseen: number
  /** Whether the table stood still while it was looked at. */
  readonly stable: boolean
  readonly settledBefore: string
  readonly deep: DeepOutcome | undefined
}

/** What is known of a claim, and in a sentence for a person why it is not right. */
interface Said {
  readonly known: Knowledge
  readonly finding?: string
}

/** Red: what a finished run had proved is not there, or not as it was. Yellow: the source has moved on, or it is not known. */
export function verdictOf(evidence: EntityEvidence): Pick<VerifiedEntity, 'status' | 'findings'> {
  const said: Readonly<Record<VerifyClaim, Said>> = {
    rows: rows(evidence),
    payloads: payloads(evidence),
    stored: stored(evidence),
    deletions: deletions(evidence),
    current: current(evidence),
  }
  const facts: Facts<VerifyClaim> = {
    rows: said.rows.known,
    payloads: said.payloads.known,
    stored: said.stored.known,
    deletions: said.deletions.known,
    current: said.current.known,
  }
  const findings = Object.values(said).flatMap(({ finding }) => finding ?? [])
  return { status: colourOf(verifyClaims, facts), findings }
}

const right: Said = { known: 'right' }

function rows({ entity, total, windows, rejected, unclear, unseen, stable }: EntityEvidence): Said {
  if (total.missing > rejected) {
    const where = windows
      .filter((window) => window.missing > 0)
      .slice(0, 5)
      .map((window) => `${window.firstDate} (${window.missing})`)
    return {
      known: 'wrong',
      finding: `${entity}: ${counted(total.missing - rejected, 'row that a finished run had proved is', 'rows that a finished run had proved are')} not in the table, or not in the version that was proved, in the windows from ${where.join(', ')}. Read the range again with qbo-backfill run.`,
    }
  }
  if (unseen > 0)
    return {
      known: 'unknown',
      finding: `${entity}: QuickBooks counts ${counted(unseen, 'record')} of the range that it does not show or cannot give, so it is not known whether the table has ${unseen === 1 ? 'it' : 'them'}. Verify again; if it stays, read the range again with qbo-backfill run, which lists them.`,
    }
  if (unclear > 0)
    return {
      known: 'unknown',
      finding: `${entity}: ${counted(unclear, 'record has', 'records have')} no date or version that can be read, here or at QuickBooks, so it is not known whether the table still has what was proved. Read the range again with qbo-backfill run.`,
    }
  if (!stable)
    return {
      known: 'unknown',
      finding: `${entity}: somebody wrote to the table while it was compared; verify it in a quieter hour, while no run or sync is at work.`,
    }
  return right
}

function payloads({ entity, deep }: EntityEvidence): Said {
  if (deep === undefined) return right
  if (deep.different > 0)
    return {
      known: 'wrong',
      finding: `${entity}: ${deep.different} of ${deep.compared} records have another payload in the table than at QuickBooks, in the same version, such as Id ${deep.differentIds.slice(0, 5).join(', ')}. Read the range again with qbo-backfill run.`,
    }
  if (deep.unreadable > 0)
    return {
      known: 'unknown',
      finding: `${entity}: ${deep.unreadable} of ${deep.compared} records could not be compared: QuickBooks has them and cannot give them.`,
    }
  return right
}

function stored({ entity, rejected }: EntityEvidence): Said {
  return rejected === 0
    ? right
    : {
        known: 'wrong',
        finding: `${entity}: ${counted(rejected, 'row was', 'rows were')} rejected and ${rejected === 1 ? 'is' : 'are'} not in the table. See qbo-backfill rejects list.`,
      }
}

/** What is gone shows where Ids are compared, but for one that may be among those that QuickBooks did not show. */
function deletions({ unseen }: EntityEvidence): Said {
  return unseen === 0 ? right : { known: 'unknown' }
}

function current({ entity, total, deep, settledBefore }: EntityEvidence): Said {
  const { appeared, changed, left } = total
  if (appeared + changed + left > 0)
    return {
      known: 'wrong',
      finding: `${entity}: at QuickBooks, ${counted(appeared, 'record')} appeared, ${changed} changed and ${left} left since ${settledBefore}. Bring the table up to date with qbo-backfill sync; deletions that it does not find, a qbo-backfill run over the range finds.`,
    }
  if (deep !== undefined && deep.newer + deep.gone > 0)
    return {
      known: 'wrong',
      finding: `${entity}: of ${deep.compared} records, ${deep.newer} have a newer version at QuickBooks and ${deep.gone} are gone.`,
    }
  return right
}
