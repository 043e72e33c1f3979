const signs: Readonly<Record<string, string>> = { person: '✗', soon: '!', working: '○', fine: '✓' }

/** What a browser shows of the page, as lines of text; of the companies those that are not fine. */
export function pageText(html: string): string {
  const body = html.slice(html.indexOf('<ul class="cards">'))
  return body
    .replaceAll(
      /<tr class="fine">.*?<\/tr>|<span class="hidden">.*?<\/span>|<section class="events".*<\/section>/gsu,
      '',
    )
    .replaceAll(
      /<div class="press">.*?<\/div>|<p class="(?:calm|legend)">.*?<\/p>|<a href="#events">.*?<\/a>|<svg class="bar".*?<\/p>/gsu,
      '',
    )
    .replaceAll(/<svg class="mark (?<state>\w+)".*?<\/svg>/gsu, (_, state: string) => ` ${signs[state]}`)
    .replaceAll(/<td.*?<\/td>/gsu, (cell) => cell.replaceAll('</p>', ' '))
    .replaceAll(/<\/(?:h2|li|p|tr|section)>/gu, '\n')
    .replaceAll(/<\/t[dh]>/gu, ' | ')
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .split('\n')
    .map((line) => line.trim().replaceAll(/ +/gu, ' ').replace(/ \|$/u, ''))
    .filter((line) => line !== '')
    .join('\n')
}
