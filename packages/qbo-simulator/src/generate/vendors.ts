import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { currencyRef, type Currency } from './currencies.js'
import { isShared, unique, type ListOptions } from './customers.js'
import { buildListMoments } from './list-moments.js'
import { recordRandom } from './record-random.js'
import { cities, familyNames, givenNames, legalForms, tradeNames, trades } from './words.js'

/** What a bill says of its vendor. */
export interface VendorParts {
  readonly createdMs: number
  readonly text: RecordText
  readonly reference: { readonly value: string; readonly name: string }
  readonly currency: Currency
}

/** The vendors, oldest first; the first so many are paid in euros. */
export function generateVendors(options: ListOptions & { readonly foreignVendors: number }): VendorParts[] {
  const names = new Map<string, number>()
  return buildListMoments(options.count, options.seed + 53, options).map(({ createdMs, updatedMs }, at) => {
    const random = recordRandom(options.seed, 'Vendor', at)
    const company = `${random.pick(tradeNames)} ${random.pick(trades)} ${random.pick(legalForms)}`
    const isActive = !isShared(at, options.inactiveShare)
    const display = unique(names, isActive ? company : `${company} (deleted)`)
    const [city, state, postalCode] = random.pick(cities)
    const id = String(at + 1)
    const currency = at < options.foreignVendors ? 'EUR' : 'USD'
    const text = JSON.stringify({
      BillAddr: { Id: id, City: city, CountrySubDivisionCode: state, PostalCode: postalCode },
      Balance: 0,
      Vendor1099: random.chance(0.1),
      CurrencyRef: currencyRef(currency),
      domain: 'QBO',
      sparse: false,
      Id: id,
      SyncToken: updatedMs > createdMs ? '1' : '0',
      MetaData: { CreateTime: formatPacific(createdMs), LastUpdatedTime: formatPacific(updatedMs) },
      GivenName: random.pick(givenNames),
      FamilyName: random.pick(familyNames),
      CompanyName: company,
      DisplayName: display,
      PrintOnCheckName: company,
      Active: isActive,
    })
    const values = {
      id,
      'metadata.createtime': Math.floor(createdMs / 1000),
      'metadata.lastupdatedtime': Math.floor(updatedMs / 1000),
      active: isActive,
      displayname: display.toLowerCase(),
    }
    return { createdMs, text: { text, values }, reference: { value: id, name: display }, currency }
  })
}
