/** What a query is refused with: one of the codes of E that speak of queries, or of the company's plan. */
export class QueryFault extends Error {
  override readonly name = 'QueryFault'
  readonly code: '4000' | '4001' | '4002' | '5030'
  readonly status: number

  constructor(code: QueryFault['code'], message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** What the company's plan has not. */
export function planFault(): QueryFault {
  const detail = 'The operation you are trying to execute is not supported by this subscription.'
  return new QueryFault('5030', detail)
}

export function parserFault(detail: string): QueryFault {
  return new QueryFault('4000', `QueryParserError: ${detail}`)
}

export function validationFault(detail: string): QueryFault {
  return new QueryFault('4001', `QueryValidationError: ${detail}`)
}
