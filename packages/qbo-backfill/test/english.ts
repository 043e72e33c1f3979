/**
 * What is a name in any language: what stands between quotation marks, a command as it is typed, a flag, an address, a word
 * in brackets, one of several parts.
 */
const names =
  /«[^»]*»|"[^"\n]*"|qbo-backfill [^.\n]*|--?[\w-]+|\w+:\/\/\S*|\S*\/\S*|\w+[_-]\w[\w-]*|\(\w+\)/gu

/** Words without which no English sentence gets far, and the heads of tables; none of them is a word of Spanish. */
const english = [
  'the they this that there and or of on in is it its are was were will not none with for from to by at an be',
  'must cannot can if your see set give again later missing unknown row rows record records call calls',
  'window windows green yellow next stopped never yes open pending completed failed read done company state',
  'message reason entity view',
]
const pattern = new RegExp(
  `(?<![\\p{L}\\d])(?:${english.join(' ').replaceAll(' ', '|')})(?![\\p{L}\\d])`,
  'giu',
)

/** The lines of a text that speak English, each with the words that show it. SQL has its own. */
export function englishIn(text: string): readonly string[] {
  const bare = text.replaceAll(names, ' ').replaceAll(/\b[A-Z]{2,}\b/gu, ' ')
  return bare.split('\n').flatMap((line) => {
    const found = line.match(pattern)
    return found === null ? [] : [`${found.join(', ')}: ${line.trim()}`]
  })
}
