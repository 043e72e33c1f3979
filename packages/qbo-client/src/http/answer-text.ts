/** The text of an answer, as a value: it is handed on as it is, and decoded only where somebody wants a string. */
export interface AnswerText {
  /** UTF-8, without a byte order mark. */
  readonly bytes: Buffer
  /** The bytes decoded, once. */
  toString(): string
}

const byteOrderMark = Buffer.from('\ufeff')

/** The text that came over the wire as these bytes. */
export function answerText(body: Uint8Array): AnswerText {
  const all = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const bytes = all.subarray(0, 3).equals(byteOrderMark) ? all.subarray(3) : all
  let decoded: string | undefined
  return Object.freeze({ bytes, toString: () => (decoded ??= bytes.toString('utf8')) })
}
