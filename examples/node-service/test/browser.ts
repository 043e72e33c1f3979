import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** The Chromium of this machine. A missing one fails the tests: a page that nobody looked at is not proved. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] || '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no browser at ${executablePath}. Install it: apt-get install -y chromium (or set CHROMIUM to its path).`,
    )
  }
  // --no-sandbox since tests may run as root, on a page that is our own.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}
