import type { AnswerText } from '../http/answer-text.js'
import type { Page } from '../record/record.js'

/** A page on its way through the client. */
export type Undecoded<P extends Page> = Omit<P, 'text' | 'bytes'> & { readonly text: AnswerText }

/** Gives a page to the caller, to whom its text is a string: decoded when it is first asked for. */
export function givePage<P extends { readonly text: AnswerText }>({
  text,
  ...page
}: P): Omit<P, 'text'> & Pick<Page, 'text' | 'bytes'> {
  return {
    ...page,
    bytes: text.bytes,
    get text() {
      return text.toString()
    },
  }
}
