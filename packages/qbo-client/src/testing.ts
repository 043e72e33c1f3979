export { tokenStoreContract } from './testing/token-store-contract.js'
export type { TokenStoreCheck, TokenStorePlace } from './testing/token-store-contract.js'
