import type { Language } from '../company/company.js'

const british: Readonly<Record<string, string>> = {
  'Bill Payment (Check)': 'Bill Payment (Cheque)',
  Check: 'Cheque',
  'Credit Memo': 'Credit Note',
  'Sales Tax Payment': 'GST Payment',
  Income: 'Turnover',
  'Total Income': 'Total Turnover',
}

const spanish: Readonly<Record<string, string>> = {
  Bill: 'Factura de proveedor',
  'Bill Payment (Check)': 'Pago de factura (cheque)',
  'Bill Payment (Credit Card)': 'Pago de factura (tarjeta de crédito)',
  'Cash Expense': 'Gasto en efectivo',
  Check: 'Cheque',
  Expense: 'Gasto',
  'Credit Card Credit': 'Crédito de tarjeta',
  'Credit Card Payment': 'Pago de tarjeta',
  'Credit Memo': 'Nota de crédito',
  Refund: 'Reembolso',
  Deposit: 'Depósito',
  Estimate: 'Presupuesto',
  Invoice: 'Factura',
  'Inventory Qty Adjust': 'Ajuste de inventario',
  'Journal Entry': 'Asiento de diario',
  Payment: 'Pago',
  'Purchase Order': 'Orden de compra',
  'Sales Receipt': 'Recibo de venta',
  'Sales Tax Payment': 'Pago de impuesto',
  Transfer: 'Transferencia',
  'Vendor Credit': 'Crédito de proveedor',
  Date: 'Fecha',
  'Transaction Type': 'Tipo de transacción',
  Num: 'Núm.',
  Posting: 'Contabilizado',
  Name: 'Nombre',
  Department: 'Departamento',
  'Memo/Description': 'Nota',
  Account: 'Cuenta',
  Amount: 'Importe',
  Debit: 'Débito',
  Credit: 'Crédito',
  Yes: 'Sí',
  '-Split-': '-Dividir-',
  Income: 'Ingresos',
  'Total Income': 'Ingresos totales',
  'Net Income': 'Utilidad neta',
  Expenses: 'Gastos',
  'Total Expenses': 'Gastos totales',
  ASSETS: 'ACTIVOS',
  'TOTAL ASSETS': 'ACTIVOS TOTALES',
  'Unable to display more data. Please reduce the date range.':
    'No se pueden mostrar más datos. Reduzca el rango de fechas.',
}

const words: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {},
  'en-GB': british,
  es: spanish,
}

/** A title or label of a report in a language; in English where there is no other. They are for people: no program can go by them. */
export function say(text: string, language: Language): string {
  return words[language][text] ?? text
}
