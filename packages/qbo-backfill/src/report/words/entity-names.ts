import { findEntity } from 'qbo-client'
import type { ReportLanguage } from '../../language.js'
import { spanishEntities } from './spanish-entity-names.js'

/** What people call a record of an entity, and several of them, in the middle of a sentence. */
export interface EntityNoun {
  /** `sales receipt` */
  readonly one: string
  /** `sales receipts` */
  readonly many: string
}

/**
 * What people call the records of an entity, in English or Spanish.
 *
 * @param entity QuickBooks' own name: `SalesReceipt`. One that is not known is called by it.
 */
export function entityNoun(entity: string, language: ReportLanguage): EntityNoun {
  const name = findEntity(entity)?.name
  if (name === undefined) return { one: entity, many: entity }
  if (language === 'es') {
    const [one, many] = spanishEntities[name]
    return { one, many }
  }
  const plural = findEntity(entity)?.plural ?? entity
  return {
    one: name.replaceAll(/\B(?=[A-Z])/gu, ' ').toLowerCase(),
    many: name === 'CompanyInfo' ? 'company info' : plural.replaceAll('_', ' '),
  }
}

/** As it begins a heading or the cell of a table: `Sales receipts`. */
export function entityTitle(entity: string, language: ReportLanguage): string {
  const { many } = entityNoun(entity, language)
  return many.charAt(0).toUpperCase() + many.slice(1)
}

const types: Readonly<Record<string, Readonly<Record<ReportLanguage, string>>>> = {
  BillPaymentCheck: { en: 'by check', es: 'con cheque' },
  BillPaymentCreditCard: { en: 'by credit card', es: 'con tarjeta de crédito' },
  CashPurchase: { en: 'in cash', es: 'en efectivo' },
  Check: { en: 'by check', es: 'con cheque' },
  CreditCardCharge: { en: 'by credit card', es: 'con tarjeta de crédito' },
  CreditCardCredit: { en: '(credits of a credit card)', es: '(créditos de tarjeta)' },
}

/** A type of transaction as QuickBooks' reports list it, where an entity has several: `Purchases by check`. */
export function typeTitle(entity: string, type: string, language: ReportLanguage): string {
  const title = entityTitle(entity, language)
  const more = types[type]?.[language]
  return more === undefined ? title : `${title} ${more}`
}
