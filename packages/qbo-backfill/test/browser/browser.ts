import { execFile } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
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

/** What a page looks like to the browser: measured by a script that the test adds, since the page itself has none. */
export interface Measured {
  readonly text: string
  readonly innerWidth: number
  readonly scrollWidth: number
  readonly background: string
  readonly ink: string
  readonly bars: number
  readonly barsOutside: number
  readonly resources: number
}

const measure = `<script>
const outside = [...document.querySelectorAll('svg')].flatMap((svg) => {
  const box = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('rect')].map((rect) => rect.getBoundingClientRect())
    .filter((bar) => bar.left < box.left - 1 || bar.right > box.right + 1 || bar.top < box.top - 1 || bar.height < 0.5)
})
const style = getComputedStyle(document.body)
const measured = {
  text: document.body.innerText,
  innerWidth, scrollWidth: document.documentElement.scrollWidth,
  background: style.backgroundColor, ink: style.color,
  bars: document.querySelectorAll('rect').length, barsOutside: outside.length,
  resources: performance.getEntriesByType('resource').length,
}
parent.document.documentElement.innerHTML = '<pre>' + btoa(unescape(encodeURIComponent(JSON.stringify(measured)))) + '</pre>'
</script>`

export async function look(
  html: string,
  size: { readonly width: number; readonly dark?: boolean },
): Promise<Measured> {
  return inFolder(async (folder) => {
    const page = join(folder, 'report.html')
    writeFileSync(page, framed(html.replace('</body>', `${measure}</body>`), size.width))
    const scheme = `--blink-settings=preferredColorScheme=${size.dark === true ? 0 : 1}`
    const { stdout } = await browse(folder, ['--window-size=1200,900', scheme, '--dump-dom', urlOf(page)])
    const encoded = /<pre>([^<]+)<\/pre>/u.exec(stdout)?.[1]
    if (encoded === undefined) throw new Error(`The browser measured nothing: ${stdout.slice(0, 500)}`)
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Measured
  })
}

/** No window is narrower than 500 pixels, but a frame can be. Of the same origin, so that it can hand out its measures. */
function framed(html: string, width: number): string {
  const source = html.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<iframe srcdoc="${source}" style="width: ${width}px; height: 900px; border: 0"></iframe>`
}

export async function print(html: string): Promise<Buffer> {
  return inFolder(async (folder) => {
    const page = join(folder, 'report.html')
    const pdf = join(folder, 'report.pdf')
    writeFileSync(page, html)
    await browse(folder, [`--print-to-pdf=${pdf}`, '--no-pdf-header-footer', urlOf(page)])
    return readFileSync(pdf)
  })
}

/** Without network; `--no-sandbox` since tests may run as root, on a page that is our own. */
async function browse(folder: string, flags: readonly string[]): Promise<{ stdout: string }> {
  const common = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${join(folder, 'profile')}`,
  ]
  return run(findBrowser(), [...common, ...flags], { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 })
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'qbo-browser-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function urlOf(path: string): string {
  return pathToFileURL(path).href
}
