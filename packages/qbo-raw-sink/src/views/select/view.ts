import type { Column } from './column.js'

/** A view over one raw table. */
export interface View {
  readonly name: string
  /** The entity whose table it reads. */
  readonly entity: string
  /**
   * The lists whose elements are its rows: `['Line']`, or a list in the elements of another, `['Line', 'GroupLineDetail.Line']`.
   * What begins with `$` is a JSON path. None: a row is a record.
   */
  readonly lists: readonly string[]
  readonly columns: readonly Column[]
  /** Only records whose field has this text, or none that has it. */
  readonly where?: { readonly field: string; readonly is: string; readonly not?: boolean }
  /** Without those that are deleted in QuickBooks. */
  readonly liveOnly: boolean
}

/** A view that is written out, since it reads several tables: it is there if one of them is. */
export interface CombinedView {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Undefined if none of its tables exists. */
  readonly select: (place: Place) => string | undefined
}

/** Where the raw tables are, and whose rows are wanted. */
export interface Place {
  readonly rawSchema: string
  /** The entities whose tables exist. */
  readonly entities: ReadonlySet<string>
  /** @defaultValue all companies */
  readonly realmId: string | undefined
}
