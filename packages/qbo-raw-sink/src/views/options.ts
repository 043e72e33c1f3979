import { z } from 'zod'
import { databaseName } from '../options.js'
import type { ViewStyle } from './definitions.js'

/** Which views, where and whose. */
export interface ViewsOptions {
  /**
   * `flat`: a column a field, of all companies: `qb_invoices_flat`, `qb_invoice_lines`. `fivetran`: the tables that the dbt package
   * `fivetran/quickbooks` reads, of one company: `invoice`, `invoice_line`.
   */
  readonly style: ViewStyle
  /** @defaultValue for `flat` the schema of the raw tables, for `fivetran` `'quickbooks'` */
  readonly schema?: string | undefined
  /** For `fivetran`, and needed: Ids of companies collide, so that each has a schema of its own. */
  readonly realmId?: string | undefined
}

export interface ResolvedViews {
  readonly style: ViewStyle
  readonly schema: string
  readonly rawSchema: string
  readonly realmId: string | undefined
}

const style = z.enum(['flat', 'fivetran'])

export const viewsOptions: z.ZodType<ViewsOptions> = z
  .strictObject({ style, schema: databaseName.optional(), realmId: z.string().min(1).optional() })
  .refine(
    (options) => (options.style === 'fivetran') === (options.realmId !== undefined),
    'realmId is needed for the style fivetran, and for no other',
  )

export const viewsPlace: z.ZodType<{ readonly style: ViewStyle; readonly schema?: string | undefined }> =
  z.strictObject({ style, schema: databaseName.optional() })

export function viewsSchema(style: ViewStyle, schema: string | undefined, rawSchema: string): string {
  return schema ?? (style === 'flat' ? rawSchema : 'quickbooks')
}
