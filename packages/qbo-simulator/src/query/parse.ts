import { parserFault } from './query-fault.js'
import type { ComparisonOperator, Condition, Literal, OrderTerm, Statement } from './statement.js'
import { tokenize, type Token } from './tokenize.js'

/**
 * Parses a statement, by the grammar of Intuit's page "Data queries":
 *
 *     SELECT * | COUNT(*) FROM entity [WHERE condition [AND condition]…]
 *       [ORDERBY | ORDER BY property [ASC | DESC] [, …]] [STARTPOSITION n] [MAXRESULTS n]
 *
 * Keywords in any case, the last two in either order. OR, JOIN, GROUP BY and a list of columns do not exist.
 *
 * @throws {QueryFault} 4000
 */
export function parseStatement(statement: string): Statement {
  const reader = createReader(tokenize(statement))
  reader.expectWord('SELECT')
  const isCount = parseProjection(reader)
  reader.expectWord('FROM')
  const entity = reader.take('word')
  const conditions = reader.skipWord('WHERE') ? parseConditions(reader) : []
  const order = parseOrder(reader)
  const paging = parsePaging(reader)
  reader.take('end')
  return { entity, isCount, conditions, order, ...paging }
}

interface Reader {
  peek(): Token
  isWord(word: string): boolean
  skipWord(word: string): boolean
  skipSymbol(symbol: string): boolean
  expectWord(word: string): void
  expectSymbol(symbol: string): void
  take(kind: Token['kind']): string
  fail(expected: string): never
}

function createReader(tokens: readonly Token[]): Reader {
  let at = 0
  const peek = (): Token => tokens[at]!
  const isWord = (word: string): boolean => peek().kind === 'word' && peek().text.toUpperCase() === word
  const isSymbol = (symbol: string): boolean => peek().kind === 'symbol' && peek().text === symbol
  const skip = (matches: boolean): boolean => {
    if (matches) at += 1
    return matches
  }
  const fail = (expected: string): never => {
    const { kind, text, column } = peek()
    const found = kind === 'end' ? '<EOF>' : text
    throw parserFault(`Encountered " "${found}" "" at line 1, column ${column}. Was expecting: ${expected}`)
  }
  return {
    peek,
    isWord,
    skipWord: (word) => skip(isWord(word)),
    skipSymbol: (symbol) => skip(isSymbol(symbol)),
    expectWord: (word) => void (skip(isWord(word)) || fail(`"${word.toLowerCase()}"`)),
    expectSymbol: (symbol) => void (skip(isSymbol(symbol)) || fail(`"${symbol}"`)),
    take(kind) {
      const token = peek()
      if (token.kind !== kind) fail(kind === 'end' ? '<EOF>' : `<${kind.toUpperCase()}>`)
      at += 1
      return token.text
    },
    fail,
  }
}

function parseProjection(reader: Reader): boolean {
  if (reader.skipSymbol('*')) return false
  if (!reader.skipWord('COUNT')) reader.fail('"*" or "count"')
  reader.expectSymbol('(')
  reader.expectSymbol('*')
  reader.expectSymbol(')')
  return true
}

function parseConditions(reader: Reader): Condition[] {
  const conditions: Condition[] = []
  do conditions.push(parseCondition(reader))
  while (reader.skipWord('AND'))
  return conditions
}

function parseCondition(reader: Reader): Condition {
  const path = reader.take('word')
  if (reader.skipWord('IN')) {
    reader.expectSymbol('(')
    const values: Literal[] = []
    do values.push(parseLiteral(reader))
    while (reader.skipSymbol(','))
    reader.expectSymbol(')')
    return { path, operator: 'IN', values }
  }
  return { path, operator: parseOperator(reader), value: parseLiteral(reader) }
}

function parseOperator(reader: Reader): ComparisonOperator {
  if (reader.skipWord('LIKE')) return 'LIKE'
  for (const operator of ['<=', '>=', '<', '>', '='] as const) {
    if (reader.skipSymbol(operator)) return operator
  }
  return reader.fail('"=", "<", ">", "<=", ">=", "like" or "in"')
}

function parseLiteral(reader: Reader): Literal {
  const { kind, text } = reader.peek()
  if (kind === 'string' || kind === 'number') return { kind, text: reader.take(kind) }
  if (reader.skipWord('TRUE') || reader.skipWord('FALSE'))
    return { kind: 'boolean', text: text.toLowerCase() }
  if (reader.skipWord('CURRENT_DATE')) return { kind: 'current-date', text }
  return reader.fail('<STRING>, <NUMBER>, "true" or "false"')
}

function parseOrder(reader: Reader): OrderTerm[] {
  if (!reader.skipWord('ORDERBY')) {
    if (!reader.skipWord('ORDER')) return []
    reader.expectWord('BY')
  }
  const order: OrderTerm[] = []
  do {
    const path = reader.take('word')
    const descending = reader.skipWord('DESC')
    if (!descending) reader.skipWord('ASC')
    order.push({ path, descending })
  } while (reader.skipSymbol(','))
  return order
}

function parsePaging(reader: Reader): Pick<Statement, 'startPosition' | 'maxResults'> {
  const paging: { startPosition?: number; maxResults?: number } = {}
  for (;;) {
    if (paging.startPosition === undefined && reader.skipWord('STARTPOSITION')) {
      paging.startPosition = parseWhole(reader)
    } else if (paging.maxResults === undefined && reader.skipWord('MAXRESULTS')) {
      paging.maxResults = parseWhole(reader)
    } else return paging
  }
}

function parseWhole(reader: Reader): number {
  if (reader.peek().kind === 'number' && !/^[+-]?\d+$/.test(reader.peek().text)) reader.fail('<INTEGER>')
  return Number(reader.take('number'))
}
