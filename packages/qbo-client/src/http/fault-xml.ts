/** What an `Error` of a fault in XML says, as it stands there. */
export interface XmlError {
  readonly code?: string | undefined
  readonly element?: string | undefined
  readonly message?: string | undefined
  readonly detail?: string | undefined
}

/** A `Fault` in XML. */
export interface XmlFault {
  readonly type?: string | undefined
  readonly errors: readonly XmlError[]
}

interface Tag {
  readonly name: string
  readonly attributes: string
  readonly opens: boolean
  readonly closes: boolean
  readonly start: number
  readonly end: number
}

/**
 * Reads the fault in an XML text, with prefixes or without; undefined when there is none. One pass over the tags, since
 * anybody may have written the text: to look for the end of each element anew takes half a minute for 600 KB of
 * beginnings. A text whose element is not closed is not quoted: nobody knows where it ends.
 */
export function readXmlFault(text: string): XmlFault | undefined {
  let fault: { readonly type: string | undefined; readonly errors: XmlError[] } | undefined
  let error: Record<string, string | undefined> | undefined
  let from: number | undefined
  for (const { name, attributes, opens, closes, start, end } of tagsIn(text)) {
    if (name === 'Fault' && opens) fault ??= { type: attributeOf(attributes, 'type'), errors: [] }
    if (fault === undefined) continue
    if (name === 'Error' && opens) {
      error = { code: attributeOf(attributes, 'code'), element: attributeOf(attributes, 'element') }
      fault.errors.push(error)
    }
    if (name === 'Error' && closes) error = undefined
    if (name !== 'Message' && name !== 'Detail') continue
    if (closes && error !== undefined && from !== undefined)
      error[name.toLowerCase()] ??= text.slice(from, start)
    from = closes ? undefined : end
  }
  return fault
}

const tagName = /(?:\w+:)?(\w+)/y

function* tagsIn(text: string): Generator<Tag> {
  for (let start = text.indexOf('<'); start !== -1;) {
    const isEnd = text[start + 1] === '/'
    tagName.lastIndex = start + (isEnd ? 2 : 1)
    const name = tagName.exec(text)?.[1]
    // A comment, CDATA, or a mere "less than": what follows may be a tag.
    if (name === undefined) {
      start = text.indexOf('<', start + 1)
      continue
    }
    const attributesFrom = tagName.lastIndex
    const end = text.indexOf('>', attributesFrom) + 1
    if (end === 0) return
    const attributes = text.slice(attributesFrom, end - 1)
    yield { name, attributes, opens: !isEnd, closes: isEnd || attributes.endsWith('/'), start, end }
    start = text.indexOf('<', end)
  }
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1]
}
