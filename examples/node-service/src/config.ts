import { resolve } from 'node:path'

/** What the service reads from its environment, once, at its start. */
export interface Config {
  readonly environment: 'production' | 'sandbox'
  readonly clientId: string
  readonly clientSecret: string
  /** Another API host, for the simulator. */
  readonly apiBaseUrl: string | undefined
  /** Another token host, for the simulator. */
  readonly tokenUrl: string | undefined
  /** 32 bytes that the stored tokens are sealed with. */
  readonly tokenKey: Uint8Array | undefined
  readonly databaseUrl: string
  readonly host: string
  readonly port: number
  /** Where browsers reach the service; `/callback` under it is what the developer portal must have as redirect. */
  readonly publicUrl: string
  readonly evidenceDirectory: string
}

/** Names everything that is wrong at once. Never quotes a value: it may be a secret in the wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** @throws {ConfigError} */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  // Compose files and the like hand over empty strings for what is not set.
  const optional = (name: string): string | undefined => variables[name]?.trim() || undefined
  const required = (name: string, hint: string): string => {
    const value = optional(name)
    if (value === undefined) problems.push(`${name} is missing: ${hint}`)
    return value ?? ''
  }
  const port = Number(optional('PORT') ?? '8000')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('PORT must be a port number')
  const environment = optional('QBO_ENVIRONMENT') ?? 'production'
  if (!isEnvironment(environment)) problems.push('QBO_ENVIRONMENT must be production or sandbox')
  const key = optional('QBO_TOKEN_KEY')
  const tokenKey = key === undefined ? undefined : Buffer.from(key, 'base64')
  if (tokenKey !== undefined && tokenKey.length !== 32) {
    problems.push('QBO_TOKEN_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32')
  }
  const publicUrl = optional('PUBLIC_URL') ?? `http://localhost:${port}`
  if (!/^https?:\/\//u.test(publicUrl) || !URL.canParse(publicUrl)) {
    problems.push('PUBLIC_URL must be the http(s) address that browsers reach the service by')
  }
  const config: Config = {
    environment: isEnvironment(environment) ? environment : 'production',
    clientId: required('QBO_CLIENT_ID', 'it is on the Keys page of your app at developer.intuit.com'),
    clientSecret: required('QBO_CLIENT_SECRET', 'it is beside the client id'),
    apiBaseUrl: optional('QBO_API_BASE_URL'),
    tokenUrl: optional('QBO_TOKEN_URL'),
    tokenKey,
    databaseUrl: required('DATABASE_URL', 'for example postgres://user:password@localhost:5432/qbo'),
    host: optional('HOST') ?? '127.0.0.1',
    port,
    publicUrl: publicUrl.replace(/\/+$/u, ''),
    evidenceDirectory: resolve(optional('EVIDENCE_DIR') ?? 'evidence'),
  }
  if (problems.length > 0) {
    throw new ConfigError(`The service cannot start.\n${problems.map((line) => `  ${line}`).join('\n')}`)
  }
  return config
}

function isEnvironment(name: string): name is Config['environment'] {
  return name === 'production' || name === 'sandbox'
}
