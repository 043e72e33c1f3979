/** Where the engine keeps its own tables, unless the caller says otherwise. */
export const defaultStateSchema = 'qbo_backfill'
