/** An Authorization header that a server quotes; the words alone ("bearer token") may stay. */
const quotedHeader = /\b(?:Bearer|Basic)\s+(?:\[secret\]|[\w.~+/=-]{8,})/g

/** A word too short to be a secret is left. */
const shortest = 4

/** How often escapes are undone: JSON within JSON, percent signs within HTML. */
const deepest = 2

/** A part of the original text, by the places where it begins and ends. */
type Span = readonly [start: number, end: number]

/** A text with escapes undone, and the part of the original that each of its characters stands for. */
interface View {
  readonly text: string
  readonly spans: readonly Span[]
}

/**
 * Replaces every secret in a text that comes from outside; also one that is percent-encoded, or escaped as in JSON or
 * HTML, or within something in base64 of either alphabet, such as the value of a Basic header. Only in a whole text: in
 * one that was cut before, the rest of a secret at the cut would not be known.
 */
export function blot(text: string, secrets: readonly string[]): string {
  const spelled = secrets.filter((secret) => secret.length >= shortest).flatMap(spellingsOf)
  const plain = spelled.map(oneAlphabet)
  const encoded = spelled.flatMap(base64PiecesOf)
  const found: Span[] = []
  const search = (view: View, depth: number): void => {
    for (const needle of plain) found.push(...find(view, needle, false))
    for (const needle of encoded) found.push(...find(view, needle, true))
    if (depth === deepest) return
    // Kind by kind: a secret may itself hold what looks like an escape of another kind.
    for (const escape of escapes) {
      const undone = undoEscapes(view, escape)
      if (undone.text !== view.text) search(undone, depth + 1)
    }
  }
  search(viewOf(text), 0)
  return replaceSpans(text, found).replaceAll(quotedHeader, '[secret]')
}

/** As it is, as in a form (RFC 6749 has the parts of a Basic header so) or an address, and as in JSON. */
function spellingsOf(secret: string): readonly string[] {
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  // By way of bytes: half of a surrogate pair cannot be encoded.
  const address = encodeURIComponent(Buffer.from(secret).toString())
  return [...new Set([secret, form, address, JSON.stringify(secret).slice(1, -1)])]
}

/** What a secret looks like in the middle of base64: three ways, by what number of bytes stands before it. */
function base64PiecesOf(secret: string): readonly string[] {
  return [0, 2, 3].map((mixed, before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
    // The characters at both ends hold bits of the neighbours too.
    return oneAlphabet(bytes.toString('base64').slice(mixed, Math.floor((bytes.length * 8) / 6)))
  })
}

/** The two alphabets of base64 differ in two characters. */
function oneAlphabet(text: string): string {
  return text.replaceAll('-', '+').replaceAll('_', '/')
}

function viewOf(text: string): View {
  return { text, spans: Array.from({ length: text.length }, (_, at) => [at, at + 1]) }
}

/** Of addresses, of JSON, of HTML. */
const escapes: readonly RegExp[] = [
  /(?:%[0-9a-f]{2})+/gi,
  /\\u[0-9a-f]{4}|\\./gis,
  /&#x[0-9a-f]{1,6};|&#\d{1,7};|&(?:amp|lt|gt|quot|apos);/gi,
]

function undoEscapes({ text, spans }: View, escapesOfKind: RegExp): View {
  const parts: string[] = []
  const places: Span[] = []
  let at = 0
  const take = (part: string, from: readonly Span[]): void => {
    parts.push(part)
    places.push(...from)
  }
  for (const { 0: escape, index } of text.matchAll(escapesOfKind)) {
    const end = index + escape.length
    const span: Span = [spans[index]?.[0] ?? 0, spans[end - 1]?.[1] ?? 0]
    const meant = meaningOf(escape)
    take(text.slice(at, index), spans.slice(at, index))
    take(
      meant,
      Array.from({ length: meant.length }, () => span),
    )
    at = end
  }
  take(text.slice(at), spans.slice(at))
  return { text: parts.join(''), spans: places }
}

const named: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\b': '\b',
  '\\f': '\f',
}

function meaningOf(escape: string): string {
  if (escape.startsWith('%')) return Buffer.from(escape.replaceAll('%', ''), 'hex').toString()
  const number = /^(?:\\u|&#x)([0-9a-f]+)/i.exec(escape)?.[1]
  if (number !== undefined) return characterOf(Number.parseInt(number, 16))
  if (escape.startsWith('&#')) return characterOf(Number.parseInt(escape.slice(2), 10))
  return named[escape.toLowerCase()] ?? escape.slice(1)
}

function characterOf(code: number): string {
  return String.fromCodePoint(Math.min(code, 0x10_ff_ff))
}

/** Where it stands; what is found within base64 is taken with all of the base64 around it. */
function find(view: View, needle: string, isBase64: boolean): readonly Span[] {
  const text = oneAlphabet(view.text)
  const found: Span[] = []
  for (let at = text.indexOf(needle); at !== -1;) {
    let [first, end] = [at, at + needle.length]
    if (isBase64) {
      while (isBase64Character(text[first - 1])) first -= 1
      while (isBase64Character(text[end])) end += 1
    }
    found.push([view.spans[first]?.[0] ?? 0, view.spans[end - 1]?.[1] ?? 0])
    at = text.indexOf(needle, end)
  }
  return found
}

function isBase64Character(character: string | undefined): boolean {
  return character !== undefined && /[\w+/=]/.test(character)
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  let clean = ''
  let at = 0
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (start >= at) clean += `${text.slice(at, start)}[secret]`
    at = Math.max(at, end)
  }
  return clean + text.slice(at)
}
