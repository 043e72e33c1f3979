import { describe, expect, test } from 'vitest'
import { grantedTokenSet } from '../../src/auth/granted-token-set.js'
import { nextCandidate, rememberSeed } from '../../src/auth/refresh-candidates.js'
import { hashSeed, parseTokenSet, usableAccessToken } from '../../src/auth/token-set.js'
import { describeTokens } from '../../src/auth/token-status.js'

const now = Date.parse('2026-01-15T00:00:00Z')
const at = (ms: number): string => new Date(now + ms).toISOString()
const day = 86_400_000

describe('a stored record', () => {
  test('is read field by field; what it does not know and what has the wrong type is left out', () => {
    const record = { refreshToken: 'r', accessToken: 'a', obtainedAt: 7, later: true, triedSeeds: ['x', 7] }
    expect(parseTokenSet(record)).toEqual({ refreshToken: 'r', accessToken: 'a', triedSeeds: ['x'] })
    expect(parseTokenSet({ refreshToken: 'r', triedSeeds: 'x' })).toEqual({ refreshToken: 'r' })
  })

  test('without a refresh token is no record', () => {
    expect(() => parseTokenSet({ accessToken: 'a' })).toThrowError(
      expect.objectContaining({ code: 'QBO_TOKENS_UNREADABLE' }),
    )
  })
})

describe('an access token', () => {
  const set = { refreshToken: 'r', accessToken: 'a', accessTokenExpiresAt: at(3_600_000), obtainedAt: at(0) }

  test('is used until a minute before its end', () => {
    expect(usableAccessToken(set, now + 3_539_000)).toBe('a')
    expect(usableAccessToken(set, now + 3_540_000)).toBeUndefined()
  })

  test('that lives a minute is used for most of it', () => {
    const short = { ...set, accessTokenExpiresAt: at(60_000) }
    expect(usableAccessToken(short, now + 53_000)).toBe('a')
    expect(usableAccessToken(short, now + 54_000)).toBeUndefined()
  })

  test('of unknown birth ends a minute early', () => {
    const { obtainedAt: _unknown, ...orphan } = set
    expect(usableAccessToken(orphan, now + 3_539_000)).toBe('a')
    expect(usableAccessToken(orphan, now + 3_540_000)).toBeUndefined()
  })

  test('without an end, an empty one, and one of no record are not used', () => {
    expect(usableAccessToken({ refreshToken: 'r', accessToken: 'a' }, now)).toBeUndefined()
    expect(usableAccessToken({ ...set, accessToken: '' }, now)).toBeUndefined()
    expect(usableAccessToken(undefined, now)).toBeUndefined()
  })
})

describe('which refresh token is tried', () => {
  test('the stored one, then the seed, once, then none', () => {
    const stored = { refreshToken: 'stored' }
    expect(nextCandidate(stored, 'seed', new Set())).toEqual({ refreshToken: 'stored', source: 'store' })
    expect(nextCandidate(stored, 'seed', new Set(['stored']))).toEqual({
      refreshToken: 'seed',
      source: 'seed',
    })
    expect(nextCandidate(stored, 'seed', new Set(['stored', 'seed']))).toBeUndefined()
    expect(nextCandidate(stored, undefined, new Set(['stored']))).toBeUndefined()
    expect(nextCandidate(undefined, 'seed', new Set())).toEqual({ refreshToken: 'seed', source: 'seed' })
  })

  test('a seed that the store remembers is not tried again', () => {
    const remembered = rememberSeed(undefined, 'seed')
    expect(remembered).toEqual({ refreshToken: '', triedSeeds: [hashSeed('seed')] })
    expect(nextCandidate(remembered, 'seed', new Set())).toBeUndefined()
    expect(rememberSeed(rememberSeed({ refreshToken: 'r' }, 'seed'), 'seed')).toEqual({
      refreshToken: 'r',
      triedSeeds: [hashSeed('seed')],
    })
  })
})

describe('what is kept of a grant', () => {
  const previous = {
    refreshToken: 'old',
    refreshTokenExpiresAt: at(50 * day),
    refreshTokenHardExpiresAt: at(1000 * day),
    triedSeeds: ['x'],
  }

  test('the old refresh token and its ends, where none came', () => {
    expect(grantedTokenSet({ accessToken: 'a' }, previous, now)).toEqual({
      refreshToken: 'old',
      accessToken: 'a',
      accessTokenExpiresAt: at(3_600_000),
      refreshTokenExpiresAt: at(50 * day),
      refreshTokenHardExpiresAt: at(1000 * day),
      obtainedAt: at(0),
      triedSeeds: ['x'],
    })
  })

  test('a new refresh token has an end of its own or none; the five-year end stays', () => {
    const kept = grantedTokenSet({ accessToken: 'a', refreshToken: 'new', expiresIn: 60 }, previous, now)
    expect(kept).toMatchObject({
      refreshToken: 'new',
      accessTokenExpiresAt: at(60_000),
      refreshTokenHardExpiresAt: at(1000 * day),
    })
    expect(kept.refreshTokenExpiresAt).toBeUndefined()
  })

  test('lifetimes beyond what a date can be say nothing, and cost no token', () => {
    const endless = { expiresIn: 1e15, refreshTokenExpiresIn: 1e300, refreshTokenHardExpiresIn: 1e18 }
    expect(grantedTokenSet({ accessToken: 'a', refreshToken: 'new', ...endless }, previous, now)).toEqual({
      refreshToken: 'new',
      accessToken: 'a',
      accessTokenExpiresAt: at(3_600_000),
      refreshTokenExpiresAt: undefined,
      refreshTokenHardExpiresAt: at(1000 * day),
      obtainedAt: at(0),
      triedSeeds: ['x'],
    })
  })

  test('the first grant has nothing before it', () => {
    expect(
      grantedTokenSet(
        { accessToken: 'a', refreshTokenExpiresIn: 10, refreshTokenHardExpiresIn: 20 },
        undefined,
        now,
      ),
    ).toEqual({
      refreshToken: '',
      accessToken: 'a',
      accessTokenExpiresAt: at(3_600_000),
      refreshTokenExpiresAt: at(10_000),
      refreshTokenHardExpiresAt: at(20_000),
      obtainedAt: at(0),
    })
  })
})

test('a connection is told by the days that are left, and is ending when either end is near', () => {
  const set = {
    refreshToken: 'r',
    refreshTokenExpiresAt: at(20 * day),
    refreshTokenHardExpiresAt: at(13 * day),
  }
  expect(describeTokens(set, now)).toEqual({
    isConnected: true,
    daysLeft: 20,
    hardDaysLeft: 13,
    isEnding: true,
  })
  expect(describeTokens({ ...set, refusedAt: at(0) }, now)).toEqual({ isConnected: false, isEnding: false })
  expect(describeTokens({ refreshToken: 'r' }, now)).toEqual({ isConnected: true, isEnding: false })
  expect(describeTokens({ refreshToken: '', refreshTokenExpiresAt: at(-day) }, now)).toEqual({
    isConnected: false,
    daysLeft: 0,
    isEnding: false,
  })
  expect(describeTokens(undefined)).toEqual({ isConnected: false, isEnding: false })
})
