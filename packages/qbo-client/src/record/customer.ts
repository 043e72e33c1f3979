import { z } from 'zod'
import type { QboRecord } from './record.js'
import { recordShape } from './record-base.js'
import { referenceSchema } from './reference.js'
import type { Reference } from './reference.js'

/** A customer or a job. Fields that are not named here are there all the same. */
export interface Customer extends QboRecord {
  /** How it is shown; unique among customers, vendors and employees. */
  readonly DisplayName?: string | undefined
  /** Its name behind those of its parents: `Parent:Job`. */
  readonly FullyQualifiedName?: string | undefined
  /** A person's first name. */
  readonly GivenName?: string | undefined
  /** A person's last name. */
  readonly FamilyName?: string | undefined
  /** The name of the customer's company. */
  readonly CompanyName?: string | undefined
  /** false once somebody has made it inactive, which is how lists delete. */
  readonly Active?: boolean | undefined
  /** Whether it is a job of another customer, `ParentRef`. */
  readonly Job?: boolean | undefined
  /** Whether sales to it are taxed. */
  readonly Taxable?: boolean | undefined
  /** What it owes, in its currency. */
  readonly Balance?: number | undefined
  /** The customer that it is a job or a part of. */
  readonly ParentRef?: Reference | undefined
  /** Its currency: `value` is the ISO code. */
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
