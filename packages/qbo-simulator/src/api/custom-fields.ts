/** How a call asks for them: `include=enhancedAllCustomFields`. */
export function asksForAllCustomFields(search: URLSearchParams): boolean {
  return search.getAll('include').some((list) => list.split(',').includes('enhancedAllCustomFields'))
}

const key = '"CustomField"'
const empty = Buffer.from(`${key}:[]`)
const most = 3

/** A record as a call gets to see it. */
export function showRecord(
  record: Uint8Array,
  { allCustomFields }: { readonly allCustomFields: boolean },
): Uint8Array {
  return allCustomFields ? record : withLegacyCustomFields(record)
}

/**
 * A record as it is shown to those who do not ask for all custom fields: of them, the first three that are text. All
 * other bytes stay as they are.
 */
function withLegacyCustomFields(record: Uint8Array): Uint8Array {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const at = bytes.indexOf(key)
  if (at < 0 || bytes.compare(empty, 0, empty.length, at, at + empty.length) === 0) return record
  const text = bytes.toString('utf8')
  const list = /"CustomField"\s*:\s*\[/.exec(text)
  if (list === null) return record
  const from = list.index + list[0].length
  const fields = readObjects(text, from)
  const shown = fields.texts.filter(isText).slice(0, most)
  if (shown.length === fields.texts.length) return record
  return Buffer.from(text.slice(0, from) + shown.join(',') + text.slice(fields.end))
}

function isText(field: string): boolean {
  const { Type } = JSON.parse(field) as { readonly Type?: string }
  return Type === undefined || Type === 'StringType'
}

/** The objects of a list as they are written, and where its bracket closes. */
function readObjects(text: string, from: number): { readonly texts: string[]; readonly end: number } {
  const texts: string[] = []
  let depth = 0
  let start = from
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '{' && depth++ === 0) start = at
    else if (char === '}' && --depth === 0) texts.push(text.slice(start, at + 1))
    else if (char === ']' && depth === 0) return { texts, end: at }
  }
  return { texts, end: text.length }
}

/** The place of the quote that closes the one at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
