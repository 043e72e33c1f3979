/** What a browser shows of the page, as lines of text. */
export function pageText(html: string): string {
  const body = html.slice(html.indexOf('<h1>'))
  return body
    .replaceAll(/<svg.*?<\/svg>|<thead>.*?<\/thead>/gsu, '')
    .replaceAll(/<\/(?:h1|li|p|tr|section)>/gu, '\n')
    .replaceAll(/<\/td>/gu, ' | ')
    .replaceAll(/<span class="dot (?<colour>\w+)"><\/span>/gu, '● ')
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .split('\n')
    .map((line) => line.trim().replace(/ \|$/u, ''))
    .filter((line) => line !== '')
    .join('\n')
}
