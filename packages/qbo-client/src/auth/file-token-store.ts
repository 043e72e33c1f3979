import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { QboError } from '../errors.js'
import { checkOptions } from '../invalid-options.js'
import { withLockFile } from './token-file-lock.js'
import { decryptTokenSet, encryptTokenSet } from './token-cipher.js'
import { tokenRecordName } from './token-store.js'
import type { TokenKey, TokenSet } from './token-set.js'
import type { LockedTokenStore, TokenStore } from './token-store.js'

/** Options of {@link fileTokenStore}. */
export interface FileTokenStoreOptions {
  /** The file; its folder is made when it is missing. */
  readonly path: string
  /** 32 bytes. When given, records are sealed with AES-256-GCM, each bound to its company and app. */
  readonly encryptionKey?: Uint8Array | undefined
}

// A key by another name would leave the tokens in the clear.
const schema = z.strictObject({
  path: z.string().min(1),
  encryptionKey: z.instanceof(Uint8Array).optional(),
})

interface TokenFile {
  readonly version: 1
  readonly records: Readonly<Record<string, unknown>>
}

/**
 * Keeps tokens in a file that its owner alone may read (0600). It is replaced whole and at once, so that a kill
 * leaves the old one or the new one; a lock file beside it keeps other processes out meanwhile.
 * @throws {QboError} QBO_INVALID_OPTIONS
 */
export function fileTokenStore(options: FileTokenStoreOptions): TokenStore {
  checkOptions('token store', schema, options)
  const path = resolve(options.path)
  const { encryptionKey } = options
  if (encryptionKey !== undefined) encryptTokenSet({ refreshToken: '' }, anyKey, encryptionKey)

  const load = async (key: TokenKey): Promise<TokenSet | undefined> => {
    const record = (await readTokenFile(path)).records[tokenRecordName(key)]
    return record === undefined ? undefined : decryptTokenSet(JSON.stringify(record), key, encryptionKey)
  }
  const save = async (key: TokenKey, set: TokenSet): Promise<void> => {
    const { records } = await readTokenFile(path)
    const record: unknown = JSON.parse(encryptTokenSet(set, key, encryptionKey))
    await replaceFile(path, {
      version: 1,
      records: { ...records, [tokenRecordName(key)]: record },
    })
  }
  const withLock = async <T>(
    key: TokenKey,
    fn: (locked: LockedTokenStore) => Promise<T>,
    { signal }: { readonly signal?: AbortSignal | undefined },
  ): Promise<T> => {
    // One lock for the file, not one a record: records share the file that a save replaces.
    return withLockFile(
      `${path}.lock`,
      ({ isHeld }) =>
        fn({
          load: () => load(key),
          save: async (set) => {
            // Whoever took it over may have rotated the token since: only under a lock of ours is that known.
            if (!isHeld()) throw lockLost(path)
            await save(key, set)
          },
        }),
      signal,
    )
  }
  return { load, save: (key, set) => withLock(key, (locked) => locked.save(set), {}), withLock }
}

function lockLost(path: string): QboError {
  return new QboError(
    'QBO_TOKEN_STORE_FAILED',
    `Another process took over the lock of ${path} while this one was stopped. The next try takes it anew.`,
    { retryable: true },
  )
}

const anyKey: TokenKey = { environment: 'sandbox', clientId: '', realmId: '' }

async function readTokenFile(path: string): Promise<TokenFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return { version: 1, records: {} }
    throw new QboError('QBO_TOKEN_STORE_FAILED', `The token file ${path} cannot be read.`, { cause: error })
  }
  const file = parseTokenFile(text)
  if (file !== undefined) return file
  throw new QboError(
    'QBO_TOKEN_STORE_FAILED',
    `${path} is not a token file that this version can read. Move it away and authorize again, or name another file.`,
  )
}

function parseTokenFile(text: string): TokenFile | undefined {
  try {
    const { version, records } = JSON.parse(text) as { version?: unknown; records?: unknown }
    if (version !== 1 || typeof records !== 'object' || records === null) return undefined
    return { version, records: records as Record<string, unknown> }
  } catch {
    // The parser's own message quotes the text, which may hold a token.
    return undefined
  }
}

async function replaceFile(path: string, content: TokenFile): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(content)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, { force: true })
    throw new QboError('QBO_TOKEN_STORE_FAILED', `The token file ${path} cannot be written.`, {
      cause: error,
    })
  }
}

/** Makes the rename itself durable; some systems do not let one open a folder, and need not. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch {
    // Windows.
  }
}
