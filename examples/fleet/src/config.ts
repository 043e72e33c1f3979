/** What the program reads from its environment, once, at its start. */
export interface Config {
  /** What this process does. Workers may be started as often as wanted, on as many machines as wanted. */
  readonly role: 'all' | 'worker' | 'page'
  readonly environment: 'production' | 'sandbox'
  readonly clientId: string
  readonly clientSecret: string
  /** Another API host, for the simulator. */
  readonly apiBaseUrl: string | undefined
  /** Another token host, for the simulator. */
  readonly tokenUrl: string | undefined
  /** Another address of QuickBooks' web application, where links to records lead, for the simulator. */
  readonly webUrl: string | undefined
  /** 32 bytes that the stored tokens are sealed with. */
  readonly tokenKey: Uint8Array | undefined
  readonly databaseUrl: string
  /** API calls of the app in a month, over all companies and machines; the same for every process. */
  readonly monthlyCallBudget: number
  readonly entities: readonly string[]
  /** First day of the history that is loaded. */
  readonly from: string
  /** Companies that one worker works on at once. */
  readonly jobs: number
  readonly host: string
  readonly port: number
  /** Where browsers and Intuit reach the page; `/callback` and `/webhooks` under it belong into the developer portal. */
  readonly publicUrl: string
  /** Who knows it may see the page and connect companies. */
  readonly pageToken: string
  /** From the app's webhooks page at Intuit; without it no webhook is taken. */
  readonly verifierToken: string | undefined
}

/** Names everything that is wrong at once. Never quotes a value: it may be a secret in the wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** @throws {ConfigError} */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const optional = (name: string): string | undefined => variables[name]?.trim() || undefined
  const required = (name: string, hint: string): string => {
    const value = optional(name)
    if (value === undefined) problems.push(`${name} is missing: ${hint}`)
    return value ?? ''
  }
  const oneOf = <T extends string>(name: string, known: readonly [T, ...T[]]): T => {
    const value = optional(name) ?? known[0]
    if (!known.includes(value as T)) problems.push(`${name} must be one of ${known.join(', ')}`)
    return value as T
  }
  const whole = (name: string, usual: number): number => {
    const value = Number(optional(name) ?? usual)
    if (!Number.isInteger(value) || value < 0) problems.push(`${name} must be a whole number`)
    return value
  }
  const role = oneOf('FLEET_ROLE', ['all', 'worker', 'page'])
  const port = whole('PORT', 8000)
  const key = optional('QBO_TOKEN_KEY')
  const tokenKey = key === undefined ? undefined : Buffer.from(key, 'base64')
  if (tokenKey !== undefined && tokenKey.length !== 32)
    problems.push('QBO_TOKEN_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32')
  const pageToken = optional('FLEET_PAGE_TOKEN') ?? ''
  if (role !== 'worker' && pageToken.length < 16)
    problems.push('FLEET_PAGE_TOKEN must have 16 characters at least; make one with: openssl rand -hex 24')
  const config: Config = {
    role,
    environment: oneOf('QBO_ENVIRONMENT', ['production', 'sandbox']),
    clientId: required('QBO_CLIENT_ID', 'it is on the Keys page of your app at developer.intuit.com'),
    clientSecret: required('QBO_CLIENT_SECRET', 'it is beside the client id'),
    apiBaseUrl: optional('QBO_API_BASE_URL'),
    tokenUrl: optional('QBO_TOKEN_URL'),
    webUrl: optional('QBO_WEB_URL')?.replace(/\/+$/u, ''),
    tokenKey,
    databaseUrl: required('DATABASE_URL', 'for example postgres://user:password@localhost:5432/qbo'),
    // Of the 500,000 that are free, what is kept back is for whatever else the app asks.
    monthlyCallBudget: whole('QBO_MONTHLY_CALL_BUDGET', 450_000),
    entities: (optional('FLEET_ENTITIES') ?? 'customers,items,invoices').split(','),
    from: optional('FLEET_FROM') ?? '2015-01-01',
    jobs: Math.max(1, whole('FLEET_JOBS', 2)),
    host: optional('HOST') ?? '127.0.0.1',
    port,
    publicUrl: (optional('PUBLIC_URL') ?? `http://localhost:${port}`).replace(/\/+$/u, ''),
    pageToken,
    verifierToken: optional('QBO_WEBHOOK_VERIFIER_TOKEN'),
  }
  if (problems.length > 0)
    throw new ConfigError(`The fleet cannot start.\n${problems.map((line) => `  ${line}`).join('\n')}`)
  return config
}
