import { z } from 'zod'
import { apiBaseUrls, defaultTokenUrl } from './environment.js'
import type { QboEnvironment } from './environment.js'
import { checkOptions } from './invalid-options.js'
import type { QboClientOptions } from './options.js'
import type { RateLimits } from './http/rate-limiter.js'
import { longestPauseMs } from './http/retry-policy.js'
import { environmentOption, fetchOption, timeoutOption, urlOption } from './option-schemas.js'
import { tokenStoreSchema, type TokenStore } from './auth/token-store.js'

/** Options after defaults and checks. */
export interface ResolvedOptions {
  readonly environment: QboEnvironment
  readonly realmId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenStore: TokenStore
  readonly seedRefreshToken: string | undefined
  readonly apiBaseUrl: string
  readonly tokenUrl: string
  readonly onEvent: QboClientOptions['onEvent']
  readonly fetch: typeof globalThis.fetch | undefined
  readonly rateLimit: RateLimits | false
  readonly throttlePauseMs: number
  readonly timeoutMs: number
  readonly retries: number
}

/** The numbers that hold when none are given. */
const defaultRateLimit: RateLimits = Object.freeze({ perMinute: 490, perSecond: 10, concurrency: 10 })
/** Intuit's limits are of a minute. */
const defaultThrottlePauseMs = 60_000
const defaultTimeoutMs = 60_000
const defaultRetries = 5

const required = (what: string) =>
  z
    .string({ error: `is missing; ${what}` })
    .trim()
    .min(1, { error: `is empty; ${what}` })
const countFrom = (least: number, most: number) => z.number().int().min(least).max(most).optional()

const rateLimit = z.strictObject({
  perMinute: countFrom(1, 1_000_000),
  perSecond: countFrom(1, 1_000_000),
  concurrency: countFrom(1, 10_000),
})

const schema = z.strictObject({
  environment: environmentOption,
  realmId: required('it is the company id, as digits').regex(/^\d*$/, {
    error: 'must be the company id, as digits only',
  }),
  clientId: required('it is on the Keys page of the Intuit developer portal'),
  clientSecret: required('it is on the Keys page of the Intuit developer portal'),
  tokenStore: tokenStoreSchema,
  seedRefreshToken: z.string().trim().optional(),
  apiBaseUrl: urlOption,
  tokenUrl: urlOption,
  onEvent: z.custom((value) => typeof value === 'function', { error: 'must be a function' }).optional(),
  fetch: fetchOption,
  rateLimit: z.union([z.literal(false), rateLimit], { error: rateLimitProblem }).optional(),
  throttlePauseMs: countFrom(0, longestPauseMs),
  timeoutMs: timeoutOption,
  retries: countFrom(0, 1000),
})

/** Checks options once, names everything that is wrong in one error, and fills in what is missing. */
export function resolveOptions(options: QboClientOptions): ResolvedOptions {
  const checked = checkOptions('client', schema, options)
  const { environment, realmId, clientId, clientSecret, tokenStore, seedRefreshToken } = checked
  const limits = checked.rateLimit
  return Object.freeze({
    environment,
    realmId,
    clientId,
    clientSecret,
    tokenStore,
    // Environments hand over empty strings for what is not set: no seed, then.
    seedRefreshToken: seedRefreshToken === '' ? undefined : seedRefreshToken,
    apiBaseUrl: (checked.apiBaseUrl ?? apiBaseUrls[environment]).replace(/\/+$/, ''),
    tokenUrl: checked.tokenUrl ?? defaultTokenUrl,
    onEvent: options.onEvent,
    fetch: options.fetch,
    rateLimit: limits === false ? false : mergeLimits(limits),
    throttlePauseMs: checked.throttlePauseMs ?? defaultThrottlePauseMs,
    timeoutMs: checked.timeoutMs ?? defaultTimeoutMs,
    retries: checked.retries ?? defaultRetries,
  })
}

function mergeLimits(limits: z.infer<typeof rateLimit> | undefined): RateLimits {
  return {
    perMinute: limits?.perMinute ?? defaultRateLimit.perMinute,
    perSecond: limits?.perSecond ?? defaultRateLimit.perSecond,
    concurrency: limits?.concurrency ?? defaultRateLimit.concurrency,
  }
}

function rateLimitProblem(): string {
  return 'must be false, or an object of perMinute, perSecond and concurrency, whole numbers from 1 up'
}
