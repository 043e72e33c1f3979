/** An object of a report. */
export type Json = Readonly<Record<string, unknown>>

/** A member, whatever the case of its letters. */
export function memberOf(holder: Json, name: string): unknown {
  const key = keyOf(holder, name)
  return key === undefined ? undefined : holder[key]
}

function keyOf(holder: Json, name: string): string | undefined {
  if (name in holder) return name
  const folded = name.toLowerCase()
  return Object.keys(holder).find((each) => each.toLowerCase() === folded)
}

/** The names that are read of an object, by what they are in small letters. */
export type KnownMembers = ReadonlyMap<string, string>

export function known(...names: readonly string[]): KnownMembers {
  return new Map(names.map((name) => [name.toLowerCase(), name]))
}

/**
 * The first member that nobody reads and that may name a transaction: of an unknown name, or there twice in letters of another
 * case.
 *
 * @param isRead whether something has been read of the object; where nothing has, all that it holds may be what is lacking
 */
export function unreadMember(holder: Json, members: KnownMembers, isRead: boolean): string | undefined {
  return Object.keys(holder).find((key) => {
    const name = members.get(key.toLowerCase())
    if (name === key || (name !== undefined && keyOf(holder, name) === key)) return false
    return isRead ? holdsCells(holder[key]) : !isNothing(holder[key])
  })
}

/** Cells are known by their name, or by a value; that of an option or of metadata has a name. */
function holdsCells(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(holdsCells)
  const holder = value as Json
  if (!isNothing(memberOf(holder, 'ColData'))) return true
  if (!isNothing(memberOf(holder, 'value')) && memberOf(holder, 'name') === undefined) return true
  return Object.values(holder).some(holdsCells)
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
