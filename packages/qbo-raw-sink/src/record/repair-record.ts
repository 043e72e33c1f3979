export interface Repair {
  readonly text: string
  /** What was replaced, as a reason for `qb_rejects`; `undefined` if nothing was. */
  readonly reason: 'nul-character' | 'lone-surrogate' | 'control-character' | undefined
}

// An escape, or a character that JSON does not allow to stand in a string as it is. An escaped backslash is
// matched so that the letters after it are left alone: `\\u0000` is a backslash and five letters. The u flag is
// off on purpose, so that a lone surrogate is a character of its own.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const suspects = /\\u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|\\[^u]|[\0-\x1f]/g

/**
 * The record with U+FFFD where PostgreSQL's text can hold nothing: NUL and halves of a surrogate pair. Raw
 * control characters, which JSON forbids, become the escapes they should have been.
 */
export function repairRecord(text: string): Repair {
  let reason: Repair['reason']
  const repaired = text.replace(suspects, (whole, first?: string, second?: string) => {
    if (first === undefined) return whole.length === 2 ? whole : (control(whole) ?? whole)
    const code = Number.parseInt(first, 16)
    if (code === 0) {
      reason = 'nul-character'
      return String.raw`\ufffd` + followUp(second)
    }
    if (isHighSurrogate(code) && second !== undefined) return whole
    if (isHighSurrogate(code) || isLowSurrogate(code)) {
      reason ??= 'lone-surrogate'
      return String.raw`\ufffd` + followUp(second)
    }
    return `\\u${first}${followUp(second)}`
  })
  return { text: repaired, reason }

  // Between tokens white space is white space; inside a string it is not ours to drop, so only what cannot be
  // white space is replaced here.
  function control(character: string): string | undefined {
    if (character === '\0') {
      reason = 'nul-character'
      return String.raw`\ufffd`
    }
    if (character === '\n' || character === '\r' || character === '\t') return undefined
    reason ??= 'control-character'
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  }

  // A low half after something that is no high half stands alone too.
  function followUp(second: string | undefined): string {
    if (second === undefined) return ''
    reason ??= 'lone-surrogate'
    return String.raw`\ufffd`
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
