const signs: Readonly<Record<string, string>> = { person: '✗', soon: '!', working: '○', fine: '✓' }

/** What a browser shows of the page, as lines of text; of the companies those that are not fine. */
export function pageText(html: string): string {
  const body = html.slice(html.indexOf('<p class="sum">'))
  return body
    .replaceAll(
      /<tr class="fine">.*?<\/tr>|<u>.*?<\/u>|<thead>.*?<\/thead>|<span class="hidden">.*?<\/span>|<section class="events".*<\/section>/gsu,
      '',
    )
    .replaceAll(
      /<div class="press[^"]*">.*?<\/div>|<p class="(?:calm|legend)">.*?<\/p>|<svg class="bar".*?<\/svg>/gsu,
      '',
    )
    .replaceAll(/<svg class="mark (?<state>\w+)".*?<\/svg>/gsu, (_, state: string) => ` ${signs[state]}`)
    .replaceAll(/<td.*?<\/td>/gsu, (cell) => cell.replaceAll(/<\/(?:p|li|ul)>|<br>/gu, ' '))
    .replaceAll(/<\/(?:h2|li|p|tr|section)>/gu, '\n')
    .replaceAll(/<\/t[dh]>/gu, ' | ')
    .replaceAll(/<[^>]+>/gu, '')
    .replaceAll('\u00A0', ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .split('\n')
    .map((line) => line.trim().replaceAll(/ +/gu, ' ').replace(/ \|$/u, ''))
    .filter((line) => line !== '')
    .join('\n')
}
