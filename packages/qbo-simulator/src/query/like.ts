/** Whether a value matches a LIKE pattern; `%` is the only wildcard. In one pass, whatever the pattern. */
export function matchesLike(value: string, pattern: string): boolean {
  const parts = pattern.split('%')
  const first = parts[0]!
  if (parts.length === 1) return value === first
  const last = parts.at(-1)!
  if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last))
    return false
  let at = first.length
  const end = value.length - last.length
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}
