import type { QboRecord } from '../entity/record.js'

/** Languages that reports come in. */
export type Language = 'en' | 'en-GB' | 'es'

/** One QuickBooks company: what a simulator holds and serves under one realm id. */
export interface Company {
  /** @defaultValue '9130350000000001' */
  readonly realmId?: string
  /** Shown in CompanyInfo, unless `records` has a CompanyInfo of its own; it has Preferences, too, where they have none. */
  readonly name?: string
  /** Records by entity, such as `{ Invoice: […], Customer: […] }`. */
  readonly records: Readonly<Record<string, readonly QboRecord[]>>
  /**
   * More records by entity, each as JSON text that is served byte for byte. For numbers that JavaScript would
   * rewrite, such as `275.00`, for text that a program might not survive, such as `\u0000`, and for records
   * without an Id (ExchangeRate).
   */
  readonly texts?: Readonly<Record<string, readonly string[]>>
  /**
   * Names of entities and reports that the company's plan has not: a call for one is refused (5030). Records of such an
   * entity are still in the reports, as after a downgrade.
   *
   * @defaultValue []
   */
  readonly lacks?: readonly string[]
  /** Of its reports. @defaultValue 'en' */
  readonly language?: Language
}

/** The realm id of a company that names none. */
export const defaultRealmId = '9130350000000001'
