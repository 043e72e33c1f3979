import type { Account, AccountType } from './account.js'

function account(id: string, name: string, type: AccountType, subType: string): Account {
  return { id, name, type, subType }
}

/** The chart of a generated company, and of one whose records name accounts that it has not. */
export const defaultAccounts: readonly Account[] = [
  account('35', 'Checking', 'Bank', 'Checking'),
  account('36', 'Savings', 'Bank', 'Savings'),
  account('84', 'Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'),
  account('81', 'Inventory Asset', 'Other Current Asset', 'Inventory'),
  account('4', 'Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'),
  account('37', 'Delivery Truck', 'Fixed Asset', 'Vehicles'),
  account('38', 'Accumulated Depreciation', 'Fixed Asset', 'AccumulatedDepreciation'),
  account('33', 'Accounts Payable (A/P)', 'Accounts Payable', 'AccountsPayable'),
  account('41', 'Mastercard', 'Credit Card', 'CreditCard'),
  account('90', 'Sales Tax Payable', 'Other Current Liability', 'SalesTaxPayable'),
  account('43', 'Notes Payable', 'Long Term Liability', 'OtherLongTermLiabilities'),
  account('34', 'Opening Balance Equity', 'Equity', 'OpeningBalanceEquity'),
  account('44', 'Owner Investment', 'Equity', 'OwnersEquity'),
  account('2', 'Retained Earnings', 'Equity', 'RetainedEarnings'),
  account('79', 'Sales of Product Income', 'Income', 'SalesOfProductIncome'),
  account('1', 'Services', 'Income', 'ServiceFeeIncome'),
  account('86', 'Discounts given', 'Income', 'DiscountsRefundsGiven'),
  account('30', 'Uncategorized Income', 'Income', 'UncategorizedIncome'),
  account('80', 'Cost of Goods Sold', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'),
  account('82', 'Inventory Shrinkage', 'Cost of Goods Sold', 'OtherCostsOfServiceCos'),
  account('7', 'Advertising', 'Expense', 'AdvertisingPromotional'),
  account('8', 'Bank Charges', 'Expense', 'BankCharges'),
  account('13', 'Meals and Entertainment', 'Expense', 'EntertainmentMeals'),
  account('15', 'Office Expenses', 'Expense', 'OfficeGeneralAdministrativeExpenses'),
  account('17', 'Rent or Lease', 'Expense', 'RentOrLeaseOfBuildings'),
  account('24', 'Utilities', 'Expense', 'Utilities'),
  account('22', 'Travel', 'Expense', 'Travel'),
  account('31', 'Uncategorized Expense', 'Expense', 'UncategorizedExpense'),
  account('25', 'Interest Earned', 'Other Income', 'InterestEarned'),
  account('40', 'Depreciation', 'Other Expense', 'Depreciation'),
  account('92', 'Exchange Gain or Loss', 'Other Expense', 'ExchangeGainOrLoss'),
]
