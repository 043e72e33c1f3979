import { realmId, type Harness } from './harness.js'

export interface ReportCell {
  readonly value: string
  readonly id?: string
}

export interface ReportRow {
  readonly type?: string
  readonly group?: string
  readonly ColData?: readonly ReportCell[]
  readonly Header?: { readonly ColData: readonly ReportCell[] }
  readonly Rows?: { readonly Row?: readonly ReportRow[] }
  readonly Summary?: { readonly ColData: readonly ReportCell[] }
}

export interface ReportBody {
  readonly Header: Readonly<Record<string, unknown>> & {
    readonly Option: readonly { readonly Name: string; readonly Value: string }[]
  }
  readonly Columns: unknown
  readonly Rows: { readonly Row?: readonly ReportRow[] | null }
}

export async function askReport(
  { get }: Harness,
  name: string,
  search: Readonly<Record<string, string>>,
): Promise<Response> {
  return await get(`/v3/company/${realmId}/reports/${name}?${new URLSearchParams(search).toString()}`)
}

export async function readReport(
  harness: Harness,
  name: string,
  search: Readonly<Record<string, string>>,
): Promise<ReportBody> {
  const response = await askReport(harness, name, search)
  if (response.status !== 200) throw new Error(await response.text())
  return (await response.json()) as ReportBody
}

/** The cells of every row that is no section, wherever it stands. */
export function dataRows(rows: readonly ReportRow[] | null | undefined): (readonly ReportCell[])[] {
  return (rows ?? []).flatMap((row) => (row.ColData === undefined ? dataRows(row.Rows?.Row) : [row.ColData]))
}

/** The amounts of the row or sum of a group, in cents; 0 where nothing is written. */
export function centsOfGroup(rows: readonly ReportRow[] | null | undefined, group: string): number[] {
  for (const row of rows ?? []) {
    const cells = row.Summary?.ColData ?? row.ColData
    if (row.group === group) return (cells ?? []).slice(1).map(({ value }) => cents(value))
    const inner = centsOfGroup(row.Rows?.Row, group)
    if (inner.length > 0) return inner
  }
  return []
}

export function cents(value: string): number {
  return Math.round(Number(value) * 100)
}
