import { z } from 'zod'
import type { QboRecord } from './record.js'
import { recordShape } from './record-base.js'
import { referenceSchema } from './reference.js'
import type { Reference } from './reference.js'

/** A product, a service or a category. Fields that are not named here are there all the same. */
export interface Item extends QboRecord {
  /** Its name, unique among its siblings. */
  readonly Name?: string | undefined
  /** Its name behind those of its categories: `Category:Item`. */
  readonly FullyQualifiedName?: string | undefined
  /** What is written on a sale. */
  readonly Description?: string | undefined
  /** Its stock keeping unit. */
  readonly Sku?: string | undefined
  /** Inventory, NonInventory, Service, Category, Group, and what Intuit adds. */
  readonly Type?: string | undefined
  /** false once somebody has made it inactive, which is how lists delete. */
  readonly Active?: boolean | undefined
  /** Whether its sale is taxed. */
  readonly Taxable?: boolean | undefined
  /** Up to seven decimals and more: keep the text where every digit counts. */
  readonly UnitPrice?: number | undefined
  /** What it costs to buy, a unit. */
  readonly PurchaseCost?: number | undefined
  /** How many are in stock, of an Inventory item. */
  readonly QtyOnHand?: number | undefined
  /** The category that it is in. */
  readonly ParentRef?: Reference | undefined
  /** The account that its sales are booked to. */
  readonly IncomeAccountRef?: Reference | undefined
  /** The account that its purchases are booked to. */
  readonly ExpenseAccountRef?: Reference | undefined
  /** The account of the stock, of an Inventory item. */
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
