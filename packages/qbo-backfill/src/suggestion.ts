import leven from 'leven'

/** The known word that was probably meant: a slip or two away. */
export function suggestion(word: string, known: Iterable<string>): string | undefined {
  const folded = fold(word)
  const most = Math.min(2, Math.ceil(folded.length / 2))
  let best: { readonly word: string; readonly slips: number } | undefined
  for (const each of known) {
    const slips = leven(folded, fold(each))
    if (slips <= most && slips < (best?.slips ?? Infinity)) best = { word: each, slips }
  }
  return best?.word
}

/** `; did you mean invoices?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = suggestion(word, known)
  return meant === undefined ? '' : `; did you mean ${meant}?`
}

function fold(word: string): string {
  return word.replaceAll(/[\s_-]/gu, '').toLowerCase()
}
