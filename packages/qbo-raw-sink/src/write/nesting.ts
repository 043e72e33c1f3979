/**
 * Deeper than any record of QuickBooks by three orders of magnitude. PostgreSQL's own limit, which depends on its
 * stack, lies at 13,000 to 16,000 levels; PGlite, whose stack ends at 6,500, then hangs for ever instead of answering.
 */
const deepest = 5000

const quote = 34
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

/** Whether the JSON of these bytes nests too deeply to be given to a database. Free for what is short. */
export function isTooDeep(bytes: Buffer): boolean {
  if (bytes.length < 2 * deepest) return false
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      while (++at < bytes.length && bytes[at] !== quote) if (bytes[at] === backslash) at++
    } else if (byte === openBrace || byte === openBracket) {
      if (++depth > deepest) return true
    } else if (byte === closeBrace || byte === closeBracket) depth--
  }
  return false
}
