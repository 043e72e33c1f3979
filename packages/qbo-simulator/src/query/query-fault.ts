/** What a query is refused with: one of the three codes of E that speak of queries. */
export class QueryFault extends Error {
  override readonly name = 'QueryFault'
  readonly code: '4000' | '4001' | '4002'
  readonly status: number

  constructor(code: QueryFault['code'], message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export function parserFault(detail: string): QueryFault {
  return new QueryFault('4000', `QueryParserError: ${detail}`)
}

export function validationFault(detail: string): QueryFault {
  return new QueryFault('4001', `QueryValidationError: ${detail}`)
}
