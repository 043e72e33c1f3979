import { createHash } from 'node:crypto'
import { typeOf } from './select/column-sql.js'
import { addressView } from './fivetran/address.js'
import { fivetranViews } from './fivetran/fivetran-views.js'
import { flatViews } from './flat/flat-views.js'
import { unreadValues } from './select/unread-values.js'
import { viewSelect } from './select/view-sql.js'
import type { CombinedView, Place, View } from './select/view.js'

/** `flat`: a column for each field; `fivetran`: the tables that Fivetran's dbt package reads. */
export type ViewStyle = 'flat' | 'fivetran'

/** A view as it is to be made. */
export interface Definition {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly select: string
  /** Of the select: what tells an older definition from this one. */
  readonly hash: string
}

interface Style {
  readonly views: readonly View[]
  readonly combined: readonly CombinedView[]
}

const styles: Readonly<Record<ViewStyle, Style>> = {
  flat: { views: flatViews, combined: [unreadValues(flatViews)] },
  fivetran: { views: fivetranViews, combined: [addressView, unreadValues(fivetranViews)] },
}

/** The views of a style over the tables that exist. */
export function definitionsOf(style: ViewStyle, place: Place): readonly Definition[] {
  const { views, combined } = styles[style]
  const single = views
    .filter(({ entity }) => place.entities.has(entity))
    .map((view) => {
      const columns = view.columns.map((column) => ({ name: column.name, type: typeOf(column) }))
      return define(view.name, columns, viewSelect(view, place))
    })
  const several = combined.flatMap(({ name, columns, select }) => {
    const text = select(place)
    return text === undefined ? [] : [define(name, columns, text)]
  })
  return [...single, ...several].sort((left, right) => (left.name < right.name ? -1 : 1))
}

function define(name: string, columns: Definition['columns'], select: string): Definition {
  const hash = createHash('sha256')
    .update(JSON.stringify([columns, select]))
    .digest('hex')
    .slice(0, 12)
  return { name, columns, select, hash }
}
