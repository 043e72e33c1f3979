import { z } from 'zod'
import type { QboRecord } from '../query/record.js'
import { recordShape } from './record-base.js'
import { referenceSchema } from './reference.js'
import type { Reference } from './reference.js'

/** A customer or a job. Fields that are not named here are there all the same. */
export interface Customer extends QboRecord {
  readonly DisplayName?: string | undefined
  readonly FullyQualifiedName?: string | undefined
  readonly GivenName?: string | undefined
  readonly FamilyName?: string | undefined
  readonly CompanyName?: string | undefined
  readonly Active?: boolean | undefined
  readonly Job?: boolean | undefined
  readonly Taxable?: boolean | undefined
  readonly Balance?: number | undefined
  readonly ParentRef?: Reference | undefined
  readonly CurrencyRef?: Reference | undefined
}

/** Loose: unknown fields stay, absent ones are no fault, since QuickBooks sends only what has a value. */
export const customerSchema: z.ZodType<Customer> = z.looseObject({
  ...recordShape,
  DisplayName: z.string().optional(),
  FullyQualifiedName: z.string().optional(),
  GivenName: z.string().optional(),
  FamilyName: z.string().optional(),
  CompanyName: z.string().optional(),
  Active: z.boolean().optional(),
  Job: z.boolean().optional(),
  Taxable: z.boolean().optional(),
  Balance: z.number().optional(),
  ParentRef: referenceSchema.optional(),
  CurrencyRef: referenceSchema.optional(),
})
