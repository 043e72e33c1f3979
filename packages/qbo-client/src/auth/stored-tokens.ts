import { isQboError } from '../errors.js'
import type { QboError } from '../errors.js'
import type { TokenSet } from './token-set.js'

/** What a look at the store came to. */
export interface StoredTokens {
  /** Of a record that does not open: no token, and the seeds that it says were tried. */
  readonly set: TokenSet | undefined
  /** Why the record does not open. */
  readonly unreadable: QboError | undefined
}

/** Looks at the store. One that fails otherwise still throws: nobody knows then what it holds. */
export async function lookAtTokens(load: () => Promise<TokenSet | undefined>): Promise<StoredTokens> {
  try {
    return { set: await load(), unreadable: undefined }
  } catch (error) {
    if (!isQboError(error) || error.code !== 'QBO_TOKENS_UNREADABLE') throw error
    return { set: { refreshToken: '', triedSeeds: error.triedSeeds ?? [] }, unreadable: error }
  }
}
