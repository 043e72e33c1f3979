import { classificationOf } from '../books/account.js'
import { defaultAccounts } from '../books/default-accounts.js'
import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { currencyRef } from './currencies.js'

/** The chart of accounts, as it was set up on the first day. Balances are for the reports to say. */
export function generateAccounts(createdMs: number): RecordText[] {
  const time = formatPacific(createdMs)
  return defaultAccounts.map(({ id, name, type, subType }) => ({
    text: JSON.stringify({
      Name: name,
      SubAccount: false,
      FullyQualifiedName: name,
      Active: true,
      Classification: classificationOf[type],
      AccountType: type,
      AccountSubType: subType,
      CurrencyRef: currencyRef('USD'),
      domain: 'QBO',
      sparse: false,
      Id: id,
      SyncToken: '0',
      MetaData: { CreateTime: time, LastUpdatedTime: time },
    }),
  }))
}
