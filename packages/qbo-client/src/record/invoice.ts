import { z } from 'zod'
import type { QboRecord } from './record.js'
import { recordShape } from './record-base.js'
import { referenceSchema } from './reference.js'
import type { Reference } from './reference.js'

/** A line of an invoice; its Id is unique within the invoice only. */
export interface InvoiceLine {
  /** Unique within the invoice; a subtotal has none. */
  readonly Id?: string | undefined
  /** Its place on the invoice, from 1. */
  readonly LineNum?: number | undefined
  /** What is written on it. */
  readonly Description?: string | undefined
  /** Its amount, in the invoice's currency. */
  readonly Amount?: number | undefined
  /** SalesItemLineDetail, SubTotalLineDetail, DiscountLineDetail, and what Intuit adds. */
  readonly DetailType?: string | undefined
  readonly [field: string]: unknown
}

/** An invoice. Fields that are not named here are there all the same. */
export interface Invoice extends QboRecord {
  /** Its number, as people know it; may be absent and need not be unique. */
  readonly DocNumber?: string | undefined
  /** A civil date of the company's calendar, without a zone. */
  readonly TxnDate?: string | undefined
  /** When it is to be paid: a civil date. */
  readonly DueDate?: string | undefined
  /** The total with taxes, in the invoice's currency. Keep the text where every digit counts. */
  readonly TotalAmt?: number | undefined
  /** What of it is not yet paid. */
  readonly Balance?: number | undefined
  /** Units of the home currency for one of the invoice's; absent where they are the same. */
  readonly ExchangeRate?: number | undefined
  /** TaxExcluded, TaxInclusive or NotApplicable; absent in the United States. */
  readonly GlobalTaxCalculation?: string | undefined
  /** A note that the customer does not see. */
  readonly PrivateNote?: string | undefined
  /** Whose it is. */
  readonly CustomerRef?: Reference | undefined
  /** Its currency: `value` is the ISO code. */
  readonly CurrencyRef?: Reference | undefined
  /** Its taxes: their sum, and how they come about. */
  readonly TxnTaxDetail?:
    | {
        /** Their sum, in the invoice's currency. */
        readonly TotalTax?: number | undefined
        readonly [field: string]: unknown
      }
    | undefined
  /** Its lines; the subtotal is one of them. */
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
