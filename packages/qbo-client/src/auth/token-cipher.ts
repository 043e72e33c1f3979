import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { QboError } from '../errors.js'
import { parseTokenSet, unreadableTokens } from './token-set.js'
import { tokenRecordName } from './token-store.js'
import type { TokenKey, TokenSet } from './token-set.js'

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/**
 * Turns a token set into JSON text for a store: sealed with AES-256-GCM when a key of 32 bytes is given, plain
 * otherwise. A sealed record opens only under the key it was made for: one copied to another company does not.
 */
export function encryptTokenSet(set: TokenSet, key: TokenKey, encryptionKey?: Uint8Array): string {
  if (encryptionKey === undefined) return JSON.stringify(set)
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, checkKey(encryptionKey), iv, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(tokenRecordName(key)))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(set), 'utf8'), cipher.final()])
  return JSON.stringify({
    encrypted: algorithm,
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: sealed.toString('base64'),
    // In the clear too: whoever has another key must still know an old seed from a new one.
    ...(set.triedSeeds !== undefined && { triedSeeds: set.triedSeeds }),
  })
}

/**
 * Opens what {@link encryptTokenSet} made. Plain records open with or without a key, so that encryption can be
 * switched on later. @throws {QboError} QBO_TOKENS_UNREADABLE
 */
export function decryptTokenSet(text: string, key: TokenKey, encryptionKey?: Uint8Array): TokenSet {
  const record = parseRecord(text)
  if (!('encrypted' in record)) return parseTokenSet(record)
  if (encryptionKey === undefined) {
    throw unreadableTokens('they are encrypted and no encryption key was given', seedsOf(record))
  }
  if (record['encrypted'] !== algorithm)
    throw unreadableTokens('they are encrypted in a way this version does not know', seedsOf(record))
  return parseTokenSet(parseRecord(open(record, key, checkKey(encryptionKey))))
}

function seedsOf({ triedSeeds }: Record<string, unknown>): readonly string[] {
  return Array.isArray(triedSeeds) ? triedSeeds.filter((hash) => typeof hash === 'string') : []
}

function open(record: Record<string, unknown>, key: TokenKey, encryptionKey: Uint8Array): string {
  const [iv, tag, data] = ['iv', 'tag', 'data'].map((name) => Buffer.from(String(record[name]), 'base64'))
  try {
    const decipher = createDecipheriv(algorithm, encryptionKey, iv ?? Buffer.alloc(0), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(tokenRecordName(key)))
    decipher.setAuthTag(tag ?? Buffer.alloc(0))
    return Buffer.concat([decipher.update(data ?? Buffer.alloc(0)), decipher.final()]).toString('utf8')
  } catch {
    // The cause is left out: all it says is that authentication failed.
    throw unreadableTokens(
      'the encryption key does not open them: they were saved with another key, or for another company or app',
      seedsOf(record),
    )
  }
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>
    }
  } catch {
    // The parser's own message quotes the text, which may hold a token: it is not kept as a cause.
  }
  throw unreadableTokens('the record is damaged')
}

function checkKey(encryptionKey: Uint8Array): Uint8Array {
  if (encryptionKey.length === 32) return encryptionKey
  throw new QboError(
    'QBO_INVALID_OPTIONS',
    `The encryption key has ${encryptionKey.length} bytes; AES-256 needs 32.`,
    { issues: [{ path: 'encryptionKey', message: 'must be 32 bytes' }] },
  )
}
