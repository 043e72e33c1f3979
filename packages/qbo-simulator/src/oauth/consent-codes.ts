import { randomBytes } from 'node:crypto'

/** Authorization codes: each is for one redirect address and one exchange. */
export interface ConsentCodes {
  issue(realmId: string, redirectUri: string): string
  /** The company of a code; `isReplay` when it was exchanged before. */
  take(
    code: string,
    redirectUri: string,
  ): { readonly realmId: string; readonly isReplay: boolean } | undefined
}

export function createConsentCodes(): ConsentCodes {
  const codes = new Map<string, { readonly realmId: string; readonly redirectUri: string; isUsed: boolean }>()
  return {
    issue(realmId, redirectUri) {
      const code = `AB${randomBytes(24).toString('hex')}`
      codes.set(code, { realmId, redirectUri, isUsed: false })
      return code
    },
    take(code, redirectUri) {
      const issued = codes.get(code)
      if (issued === undefined || issued.redirectUri !== redirectUri) return undefined
      const isReplay = issued.isUsed
      issued.isUsed = true
      return { realmId: issued.realmId, isReplay }
    },
  }
}
