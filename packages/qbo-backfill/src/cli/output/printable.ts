/**
 * What moves the cursor, colours, rings or sets titles, what turns the direction of writing, and halves of characters. A
 * company's name can hold any of it, and a terminal obeys.
 */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** Text as a terminal may show it, whoever wrote it: of all that steers, only the ends of lines stay. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => (character === '\n' ? character : '\uFFFD'))
}

/** What must stay on its line: a cell, a sentence. */
export function printableLine(text: string): string {
  return text.replace(unprintable, '\uFFFD')
}
