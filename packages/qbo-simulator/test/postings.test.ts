import { expect, test } from 'vitest'
import { createHarness, invoice } from './harness.js'
import { dataRows, readReport } from './read-report.js'

const old = '2024-01-10T10:00:00-08:00'
const days = { start_date: '2024-01-01', end_date: '2024-01-31' }
const ref = (value: string): object => ({ value })

const items = [
  {
    Id: '1',
    Type: 'Inventory',
    PurchaseCost: 4,
    IncomeAccountRef: ref('79'),
    ExpenseAccountRef: ref('80'),
    AssetAccountRef: ref('81'),
  },
  { Id: '2', Type: 'Service', PurchaseCost: 4, IncomeAccountRef: ref('1'), ExpenseAccountRef: ref('15') },
]
const sale = {
  TotalAmt: 54,
  Line: [
    { Amount: 30, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: ref('1'), Qty: 3 } },
    { Amount: 25, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: ref('2'), Qty: 1 } },
    { Amount: 55, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    { Amount: 5, DetailType: 'DiscountLineDetail', DiscountLineDetail: { DiscountAccountRef: ref('86') } },
  ],
  TxnTaxDetail: { TotalTax: 4 },
}
const soldLegs = ['-79 30', '-81 12', '+80 12', '-1 25', '+86 5', '-90 4']
const expense = (account: string, Amount: number): object => ({
  Amount,
  DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: ref(account) },
})
const goods = (item: string, Amount: number): object => ({
  Amount,
  DetailType: 'ItemBasedExpenseLineDetail',
  ItemBasedExpenseLineDetail: { ItemRef: ref(item), Qty: 2 },
})
const bought = { TotalAmt: 33, Line: [expense('17', 10), goods('1', 8), goods('2', 15)] }
const boughtLegs = ['+17 10', '+81 8', '+15 15']
const journal = (account: string, Amount: number, PostingType: string): object => ({
  Amount,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { AccountRef: ref(account), PostingType },
})
const adjusted = (item: string, QtyDiff: number): object => ({
  DetailType: 'ItemAdjustmentLineDetail',
  ItemAdjustmentLineDetail: { ItemRef: ref(item), QtyDiff },
})

/** The other side of each: what comes back. */
const back = (legs: readonly string[]): string[] =>
  legs.map((leg) => (leg.startsWith('+') ? '-' : '+') + leg.slice(1))

// A debit is +, a credit −; 84 is receivable, 33 payable, 4 undeposited, 35 checking, 41 a credit card, 90 sales tax.
test.each<readonly [string, object, readonly string[]]>([
  ['Invoice', sale, ['+84 54', ...soldLegs]],
  ['Invoice', { ...sale, Deposit: 20, DepositToAccountRef: ref('35') }, ['+84 34', '+35 20', ...soldLegs]],
  ['Invoice', { ...sale, TotalAmt: 60 }, ['+84 60', ...soldLegs, '-30 6']],
  ['CreditMemo', sale, back(['+84 54', ...soldLegs])],
  ['SalesReceipt', sale, ['+4 54', ...soldLegs]],
  ['RefundReceipt', { ...sale, DepositToAccountRef: ref('35') }, back(['+35 54', ...soldLegs])],
  ['Payment', { TotalAmt: 9 }, ['+4 9', '-84 9']],
  ['Payment', { TotalAmt: 9, DepositToAccountRef: ref('35') }, ['+35 9', '-84 9']],
  // Half a cent away from zero, which is more than the nearest double of the product is.
  ['Payment', { TotalAmt: 0.5, ExchangeRate: 1.15 }, ['+4 0.58', '-84 0.58']],
  ['Bill', { ...bought, APAccountRef: ref('33') }, ['-33 33', ...boughtLegs]],
  ['VendorCredit', bought, back(['-33 33', ...boughtLegs])],
  [
    'BillPayment',
    { TotalAmt: 7, PayType: 'Check', CheckPayment: { BankAccountRef: ref('35') } },
    ['-35 7', '+33 7'],
  ],
  [
    'BillPayment',
    { TotalAmt: 7, PayType: 'CreditCard', CreditCardPayment: { CCAccountRef: ref('41') } },
    ['-41 7', '+33 7'],
  ],
  ['Purchase', { ...bought, PaymentType: 'Cash', AccountRef: ref('35') }, ['-35 33', ...boughtLegs]],
  [
    'Purchase',
    { ...bought, PaymentType: 'CreditCard', AccountRef: ref('41'), Credit: true },
    back(['-41 33', ...boughtLegs]),
  ],
  [
    'Deposit',
    {
      TotalAmt: 12,
      DepositToAccountRef: ref('35'),
      Line: [
        { Amount: 10, DetailType: 'DepositLineDetail', DepositLineDetail: {}, LinkedTxn: [{ TxnId: '9' }] },
        { Amount: 5, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: ref('25') } },
      ],
      CashBack: { AccountRef: ref('44'), Amount: 3 },
    },
    ['+35 12', '-4 10', '-25 5', '+44 3'],
  ],
  ['Transfer', { Amount: 6, FromAccountRef: ref('35'), ToAccountRef: ref('36') }, ['+36 6', '-35 6']],
  ['JournalEntry', { Line: [journal('40', 5, 'Debit'), journal('38', 5, 'Credit')] }, ['+40 5', '-38 5']],
  [
    'InventoryAdjustment',
    { AdjustAccountRef: ref('82'), Line: [adjusted('1', -2), adjusted('2', 3)] },
    ['-81 8', '+82 8'],
  ],
  ['TaxPayment', { PaymentAmount: 8, PaymentAccountRef: ref('35') }, ['-35 8', '+90 8']],
  ['TaxPayment', { PaymentAmount: 8, PaymentAccountRef: ref('35'), Refund: true }, ['+35 8', '-90 8']],
  [
    'CreditCardPayment',
    { Amount: 4, BankAccountRef: ref('35'), CreditCardAccountRef: ref('41') },
    ['+41 4', '-35 4'],
  ],
  ['Estimate', sale, []],
  ['PurchaseOrder', bought, []],
])('%s books what a bookkeeper would', async (entity, record, expected) => {
  const [day, more] = entity === 'TaxPayment' ? ['PaymentDate', { TxnDate: undefined }] : ['TxnDate', {}]
  const records = {
    Item: items as never,
    [entity]: [{ ...invoice(1, old), ...more, [day]: '2024-01-10', ...record } as never],
  }
  const { Rows } = await readReport(createHarness(records), 'JournalReport', days)
  const legs = dataRows(Rows.Row)
    .filter((cells) => cells[5]?.id !== undefined)
    .map(([, , , , , account, debit, credit]) => {
      const isDebit = debit?.value !== ''
      return `${isDebit ? '+' : '-'}${account?.id} ${Number(isDebit ? debit?.value : credit?.value)}`
    })
  expect(legs).toEqual(expected)
})
