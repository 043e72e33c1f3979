type Connection = Readonly<
  Record<'apiBaseUrl' | 'tokenUrl' | 'realmId' | 'clientId' | 'clientSecret' | 'refreshToken', string>
>

const years = Array.from({ length: 13 }, (_, index) => 2015 + index)

/** API calls that {@link warmReports} makes. */
export const warmingCalls = years.length

/**
 * Has the simulator work out what its reports show of each transaction. QuickBooks does that on machines of its own; here
 * it would take the processor from whoever is measured, at the first report that they ask for.
 */
export async function warmReports(connection: Connection): Promise<void> {
  const { apiBaseUrl, realmId } = connection
  const authorization = `Bearer ${await grantToken(connection)}`
  for (const year of years) {
    const days = `start_date=${year}-01-01&end_date=${year}-12-31`
    const url = `${apiBaseUrl}/v3/company/${realmId}/reports/TransactionList?${days}&columns=tx_date`
    const answer = await fetch(url, { headers: { authorization } })
    if (!answer.ok) throw new Error(`A report of the simulator answers ${answer.status}.`)
    await answer.arrayBuffer()
  }
}

async function grantToken({ tokenUrl, clientId, clientSecret, refreshToken }: Connection): Promise<string> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  })
  return ((await answer.json()) as { readonly access_token: string }).access_token
}
