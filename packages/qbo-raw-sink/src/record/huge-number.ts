import { stringEnd } from './string-end.js'

/**
 * jsonb prints numbers out: `1E100000` becomes 100,001 digits, and a page of such numbers gigabytes. Real
 * amounts have fewer than 20 digits; IEEE doubles end at 308.
 */
const exponentLimit = 400

const candidate = /\d[eE][+-]?\d{3}/
const exponents = /\d[eE][+-]?(\d+)/g

/** True if a number of this text would expand beyond the limit. Cheap on a text without such an exponent. */
export function hasHugeNumber(text: string): boolean {
  if (!candidate.test(text)) return false
  let at = 0
  while (at < text.length) {
    const quote = text.indexOf('"', at)
    const outside = text.slice(at, quote === -1 ? undefined : quote)
    for (const [, digits] of outside.matchAll(exponents)) if (Number(digits) > exponentLimit) return true
    if (quote === -1) return false
    at = stringEnd(text, quote) ?? text.length
  }
  return false
}
