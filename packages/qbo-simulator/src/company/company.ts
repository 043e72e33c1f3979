/** A record as QuickBooks Online serves it. Only what the simulator itself reads has a type. */
export interface QboRecord {
  readonly Id: string
  readonly SyncToken?: string
  readonly MetaData?: { readonly CreateTime?: string; readonly LastUpdatedTime?: string }
  readonly [field: string]: unknown
}

/** One QuickBooks company: what a simulator holds and serves under one realm id. */
export interface Company {
  /** @defaultValue '9130350000000001' */
  readonly realmId?: string
  /** Shown in CompanyInfo, unless `records` has a CompanyInfo of its own. */
  readonly name?: string
  /** Records by entity, such as `{ Invoice: […], Customer: […] }`. */
  readonly records: Readonly<Record<string, readonly QboRecord[]>>
  /**
   * More records by entity, each as JSON text that is served byte for byte. For numbers that JavaScript would
   * rewrite, such as `275.00`, for text that a program might not survive, such as `\u0000`, and for records
   * without an Id (ExchangeRate).
   */
  readonly texts?: Readonly<Record<string, readonly string[]>>
}

/** The realm id of a company that names none. */
export const defaultRealmId = '9130350000000001'
