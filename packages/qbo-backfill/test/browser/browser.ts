import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser of this machine. A missing one fails the test: what nobody looked at is not proved. */
function findBrowser(): string {
  const given = process.env['CHROMIUM']
  if (given !== undefined && given !== '') return given
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)))
    .find(isExecutable)
  if (found !== undefined) return found
  throw new Error(
    'No Chromium is installed, so the report cannot be looked at. Install it: apt-get install -y chromium (or set CHROMIUM to its path).',
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Without network; `--no-sandbox` since tests may run as root, on a page that is our own. */
export function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND']
  return chromium.launch({ executablePath: findBrowser(), args })
}

export interface Look {
  readonly width: number
  readonly dark?: boolean
  readonly print?: boolean
}

export async function opened<T>(
  browser: Browser,
  html: string,
  { width, dark = false, print = false }: Look,
  look: (page: Page) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
  })
  try {
    if (print) await page.emulateMedia({ media: 'print' })
    await page.setContent(html)
    return await look(page)
  } finally {
    await page.close()
  }
}

export interface Printed {
  readonly sheets: number
  /** How parts are displayed on paper. */
  readonly text: { readonly sign: string; readonly appendix: string }
}

export async function printed(browser: Browser, html: string): Promise<Printed> {
  return opened(browser, html, { width: 720, print: true }, async (page) => {
    const shown = (selector: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).display`)
    const text = {
      sign: await shown('.sign'),
      appendix: await shown('main > div > section > details:not(.kept):not(.months)'),
    }
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    return { sheets: pdf.match(/\/Type\s*\/Page\b/gu)?.length ?? 0, text }
  })
}
