/** Faults of the data API, of the connection, and of what a page holds. */
export const apiFaultKinds = [
  'throttled',
  'server-error',
  'bad-gateway',
  'maintenance',
  'gateway-timeout',
  'unauthorized',
  'unauthorized-xml',
  'wrong-cluster',
  'forbidden',
  'authentication-hiccup',
  'no-destination',
  'feature-not-supported',
  'subscription-ended',
  'permission-denied',
  'unknown-entity',
  'query-processing-error',
  'fault-in-200',
  'fault-in-query-response',
  'empty-body',
  'truncated',
  'reset',
  'reset-mid-body',
  'hang',
  'hang-mid-body',
  'over-return',
  'short-page',
  'undercount',
  'report-truncated',
  'report-empty',
  'report-unsaid',
  'report-lost',
  'report-unasked',
] as const

/** Faults of the token host. */
export const tokenFaultKinds = [
  'token-invalid-grant',
  'token-invalid-client',
  'token-server-error',
  'token-throttled',
  'token-html',
  'token-empty-body',
  'token-reset',
  'token-lost-answer',
  'token-hang',
] as const

/** What can go wrong with a call of the API; the README says of each what the client gets. */
export type ApiFaultKind = (typeof apiFaultKinds)[number]
/** What can go wrong with a call of the token host; the README says of each what the client gets. */
export type TokenFaultKind = (typeof tokenFaultKinds)[number]
/** What can go wrong with a call. */
export type FaultKind = ApiFaultKind | TokenFaultKind

export function isFaultKind(kind: string): kind is FaultKind {
  return (apiFaultKinds as readonly string[]).includes(kind) || isTokenFaultKind(kind)
}

export function isTokenFaultKind(kind: string): kind is TokenFaultKind {
  return (tokenFaultKinds as readonly string[]).includes(kind)
}
