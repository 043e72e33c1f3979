/** Which of Intuit's two worlds a company lives in. A company exists in one of them only. */
export type QboEnvironment = 'production' | 'sandbox'

/** Where the API answers. Both hosts serve the same paths. */
export const apiBaseUrls: Readonly<Record<QboEnvironment, string>> = Object.freeze({
  production: 'https://quickbooks.api.intuit.com',
  sandbox: 'https://sandbox-quickbooks.api.intuit.com',
})

/** One token host serves production and sandbox alike. */
export const defaultTokenUrl: string = 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer'

/** Where a grant is ended. */
export const defaultRevokeUrl: string = 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke'

/** Since August 2025 every older minor version is served as 75 (blogs.intuit.com, 2025-01-21). */
export const minorVersion: string = '75'

/** The version that the User-Agent names; a test compares it with package.json. */
export const clientVersion: string = '0.1.0'

/** Names the library and the runtime, so that Intuit's support can find our calls. */
export const userAgent: string = `qbo-client/${clientVersion} node/${process.versions.node}`
