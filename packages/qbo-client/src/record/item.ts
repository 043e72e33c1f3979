import { z } from 'zod'
import type { QboRecord } from '../query/record.js'
import { recordShape } from './record-base.js'
import { referenceSchema } from './reference.js'
import type { Reference } from './reference.js'

/** A product, a service or a category. Fields that are not named here are there all the same. */
export interface Item extends QboRecord {
  readonly Name?: string | undefined
  readonly FullyQualifiedName?: string | undefined
  readonly Description?: string | undefined
  readonly Sku?: string | undefined
  /** Inventory, NonInventory, Service, Category, Group, and what Intuit adds. */
  readonly Type?: string | undefined
  readonly Active?: boolean | undefined
  readonly Taxable?: boolean | undefined
  /** Up to seven decimals and more: keep the text where every digit counts. */
  readonly UnitPrice?: number | undefined
  readonly PurchaseCost?: number | undefined
  readonly QtyOnHand?: number | undefined
  readonly ParentRef?: Reference | undefined
  readonly IncomeAccountRef?: Reference | undefined
  readonly ExpenseAccountRef?: Reference | undefined
  readonly AssetAccountRef?: Reference | undefined
}

/** Loose: unknown fields stay, absent ones are no fault, since QuickBooks sends only what has a value. */
export const itemSchema: z.ZodType<Item> = z.looseObject({
  ...recordShape,
  Name: z.string().optional(),
  FullyQualifiedName: z.string().optional(),
  Description: z.string().optional(),
  Sku: z.string().optional(),
  Type: z.string().optional(),
  Active: z.boolean().optional(),
  Taxable: z.boolean().optional(),
  UnitPrice: z.number().optional(),
  PurchaseCost: z.number().optional(),
  QtyOnHand: z.number().optional(),
  ParentRef: referenceSchema.optional(),
  IncomeAccountRef: referenceSchema.optional(),
  ExpenseAccountRef: referenceSchema.optional(),
  AssetAccountRef: referenceSchema.optional(),
})
