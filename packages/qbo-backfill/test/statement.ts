import type { TestCompany } from './company.js'

type Balances = ReadonlyMap<string, readonly (readonly [month: string, cents: number])[]>

interface Cell {
  readonly value: string
  readonly id?: string
}
interface Row {
  readonly ColData?: readonly Cell[]
  readonly Rows?: { readonly Row?: readonly Row[] }
}
interface Answer {
  readonly Columns: {
    readonly Column: readonly {
      readonly MetaData?: readonly { readonly Name: string; readonly Value: string }[]
    }[]
  }
  readonly Rows: { readonly Row?: readonly Row[] }
}

/** What the company's own reports say of each account that has a number, by month. */
export async function statementOf(
  company: TestCompany,
): Promise<{ readonly profitAndLoss: Balances; readonly balanceSheet: Balances }> {
  return {
    profitAndLoss: await readStatement(company, 'ProfitAndLoss'),
    balanceSheet: await readStatement(company, 'BalanceSheet'),
  }
}

async function readStatement(
  company: TestCompany,
  name: 'ProfitAndLoss' | 'BalanceSheet',
): Promise<Balances> {
  const answered = await company.source.report?.(name, {
    start_date: '2020-01-01',
    end_date: '2025-12-31',
    summarize_column_by: 'Month',
    accounting_method: 'Accrual',
  })
  if (answered === undefined) throw new Error('The source has no reports')
  const answer = JSON.parse(answered.text) as Answer
  const months = answer.Columns.Column.map(({ MetaData = [] }) =>
    MetaData.find(({ Name }) => Name === 'StartDate')?.Value.slice(0, 7),
  )
  const balances = new Map<string, readonly (readonly [string, number])[]>()
  const visit = ({ ColData = [], Rows }: Row): void => {
    const [account] = ColData
    if (account?.id !== undefined && account.id !== '') {
      balances.set(
        account.id,
        months.flatMap((month, at) =>
          month === undefined ? [] : [[month, Math.round(Number(ColData[at]?.value ?? 0) * 100)] as const],
        ),
      )
    }
    for (const row of Rows?.Row ?? []) visit(row)
  }
  for (const row of answer.Rows.Row ?? []) visit(row)
  return balances
}
