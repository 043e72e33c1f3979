import { z } from 'zod'
import type { QboRecord } from '../query/record.js'
import { recordShape } from './record-base.js'
import { referenceSchema } from './reference.js'
import type { Reference } from './reference.js'

/** A line of an invoice; its Id is unique within the invoice only. */
export interface InvoiceLine {
  readonly Id?: string | undefined
  readonly LineNum?: number | undefined
  readonly Description?: string | undefined
  readonly Amount?: number | undefined
  /** SalesItemLineDetail, SubTotalLineDetail, DiscountLineDetail, and what Intuit adds. */
  readonly DetailType?: string | undefined
  readonly [field: string]: unknown
}

/** An invoice. Fields that are not named here are there all the same. */
export interface Invoice extends QboRecord {
  readonly DocNumber?: string | undefined
  /** A civil date of the company's calendar, without a zone. */
  readonly TxnDate?: string | undefined
  readonly DueDate?: string | undefined
  readonly TotalAmt?: number | undefined
  readonly Balance?: number | undefined
  readonly ExchangeRate?: number | undefined
  readonly GlobalTaxCalculation?: string | undefined
  readonly PrivateNote?: string | undefined
  readonly CustomerRef?: Reference | undefined
  readonly CurrencyRef?: Reference | undefined
  readonly TxnTaxDetail?:
    { readonly TotalTax?: number | undefined; readonly [field: string]: unknown } | undefined
  readonly Line?: readonly InvoiceLine[] | undefined
}

const lineSchema: z.ZodType<InvoiceLine> = z.looseObject({
  Id: z.string().optional(),
  LineNum: z.number().optional(),
  Description: z.string().optional(),
  Amount: z.number().optional(),
  DetailType: z.string().optional(),
})

/** Loose: unknown fields stay, absent ones are no fault, since QuickBooks sends only what has a value. */
export const invoiceSchema: z.ZodType<Invoice> = z.looseObject({
  ...recordShape,
  DocNumber: z.string().optional(),
  TxnDate: z.string().optional(),
  DueDate: z.string().optional(),
  TotalAmt: z.number().optional(),
  Balance: z.number().optional(),
  ExchangeRate: z.number().optional(),
  GlobalTaxCalculation: z.string().optional(),
  PrivateNote: z.string().optional(),
  CustomerRef: referenceSchema.optional(),
  CurrencyRef: referenceSchema.optional(),
  TxnTaxDetail: z.looseObject({ TotalTax: z.number().optional() }).optional(),
  Line: z.array(lineSchema).optional(),
})
