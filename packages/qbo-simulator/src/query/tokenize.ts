import { parserFault } from './query-fault.js'

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'symbol' | 'end'
  /** As written; of a string, what stands between the quotes with its escapes resolved. */
  readonly text: string
  /** 1-based, for the message. */
  readonly column: number
}

const word = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y
const number = /[+-]?\d+(?:\.\d+)?/y
const symbol = /<=|>=|[=<>(),*]/y
const space = /\s+/y

/** Splits a statement of the query language. @throws {QueryFault} 4000, a lexical error. */
export function tokenize(statement: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(statement)?.[0]
  }
  while (at < statement.length) {
    const blank = take(space)
    if (blank !== undefined) {
      at += blank.length
      continue
    }
    const column = at + 1
    if (statement[at] === "'") {
      const string = readString(statement, at)
      tokens.push({ kind: 'string', text: string.value, column })
      at = string.end
      continue
    }
    const found = readPlain(take)
    if (found === undefined) throw lexicalFault(statement, at)
    tokens.push({ ...found, column })
    at += found.text.length
  }
  tokens.push({ kind: 'end', text: '', column: at + 1 })
  return tokens
}

function readPlain(take: (pattern: RegExp) => string | undefined): Omit<Token, 'column'> | undefined {
  const asWord = take(word)
  if (asWord !== undefined) return { kind: 'word', text: asWord }
  const asNumber = take(number)
  if (asNumber !== undefined) return { kind: 'number', text: asNumber }
  const asSymbol = take(symbol)
  return asSymbol === undefined ? undefined : { kind: 'symbol', text: asSymbol }
}

/** Backslash escapes; a doubled quote ends the string, so `''` is two strings side by side. */
function readString(statement: string, from: number): { value: string; end: number } {
  let value = ''
  for (let at = from + 1; at < statement.length; at++) {
    const char = statement[at]!
    if (char === "'") return { value, end: at + 1 }
    // RF: "US versions support ISO-8859-1". Anything beyond is a lexical error (ruby#309, PHP#397).
    if (char.charCodeAt(0) > 0xff) throw lexicalFault(statement, at)
    if (char === '\\') at += 1
    value += statement[at] ?? ''
  }
  throw lexicalFault(statement, statement.length)
}

function lexicalFault(statement: string, at: number): Error {
  const where = `Lexical error at line 1, column ${at + 1}. `
  if (at >= statement.length) return parserFault(`${where}Encountered: <EOF> after : ""`)
  const code = statement.charCodeAt(at)
  const shown = code > 0x7e ? `\\u${code.toString(16).padStart(4, '0')}` : statement[at]!
  return parserFault(`${where}Encountered: "${shown}" (${code}), after : ""`)
}
