import { columns } from '../select/column.js'
import type { View } from '../select/view.js'
import { fivetranEntries } from './entries.js'
import { fivetranLists } from './lists.js'
import { fivetranPurchases } from './purchases.js'
import { fivetranSales } from './sales.js'

/** The tables that Fivetran's connector makes of QuickBooks, as far as its dbt package reads them; one company each. */
export const fivetranViews: readonly View[] = Object.entries({
  ...fivetranLists,
  ...fivetranSales,
  ...fivetranPurchases,
  ...fivetranEntries,
}).map(([name, { entity, lists = [], list, where }]) => {
  const parsed = columns(list)
  return {
    name,
    entity,
    lists,
    columns: parsed,
    ...(where === undefined ? {} : { where }),
    // What has no column to say that it is deleted must not be there.
    liveOnly: !parsed.some((column) => column.name === '_fivetran_deleted'),
  }
})
