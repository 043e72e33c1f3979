import type { DeepOutcome, Differences, VerifiedEntity, WindowSpan } from './verify-report.js'

export interface EntityEvidence {
  readonly entity: string
  readonly total: Differences
  readonly windows: readonly (WindowSpan & Differences)[]
  /** Records that PostgreSQL could not store: absent from the table, and no secret. */
  readonly rejected: number
  /** Whether the source stood still while it was counted. */
  readonly stable: boolean
  readonly settledBefore: string
  readonly deep: DeepOutcome | undefined
}

/** Red: what a finished run had proved is not there, or not as it was. Yellow: the source has moved on. */
export function verdictOf(evidence: EntityEvidence): Pick<VerifiedEntity, 'status' | 'findings'> {
  const red = [...missing(evidence), ...different(evidence)]
  const yellow = [...known(evidence), ...drifted(evidence), ...unsteady(evidence)]
  const status = red.length > 0 ? 'red' : yellow.length > 0 ? 'yellow' : 'green'
  return { status, findings: [...red, ...yellow] }
}

function missing({ entity, total, windows, rejected }: EntityEvidence): string[] {
  if (total.missing <= rejected) return []
  const where = windows
    .filter((window) => window.missing > 0)
    .slice(0, 5)
    .map((window) => `${window.firstDate} (${window.missing})`)
  return [
    `${entity}: ${total.missing} row(s) that a finished run had proved are not in the table, in the windows from ${where.join(', ')}. Read the range again with qbo-backfill run.`,
  ]
}

function different({ entity, deep }: EntityEvidence): string[] {
  if (deep === undefined || deep.different === 0) return []
  return [
    `${entity}: ${deep.different} of ${deep.compared} records have another payload in the table than at QuickBooks, in the same version, such as Id ${deep.differentIds.slice(0, 5).join(', ')}. Read the range again with qbo-backfill run.`,
  ]
}

function known({ entity, total, rejected }: EntityEvidence): string[] {
  return total.missing > 0 && total.missing <= rejected
    ? [`${entity}: ${total.missing} row(s) are not in the table because they were rejected. See qb_rejects.`]
    : []
}

function drifted({ entity, total, deep, settledBefore }: EntityEvidence): string[] {
  const { appeared, changed, left } = total
  const findings =
    appeared + changed + left > 0
      ? [
          `${entity}: at QuickBooks, ${appeared} record(s) appeared, ${changed} changed and ${left} left since ${settledBefore}. Bring the table up to date with qbo-backfill sync.`,
        ]
      : []
  if (deep !== undefined && deep.newer + deep.gone > 0 && findings.length === 0)
    findings.push(
      `${entity}: of ${deep.compared} records, ${deep.newer} have a newer version at QuickBooks and ${deep.gone} are gone.`,
    )
  return findings
}

function unsteady({ entity, stable }: EntityEvidence): string[] {
  return stable
    ? []
    : [`${entity}: the company kept changing while it was counted; verify it in a quieter hour.`]
}
