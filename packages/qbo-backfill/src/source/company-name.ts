import { isQboError } from 'qbo-client'
import type { Source } from './source.js'

/** What the company calls itself, in one call; undefined where QuickBooks does not say it, which is no reason to end a run. */
export async function companyName(source: Source, signal: AbortSignal): Promise<string | undefined> {
  try {
    for await (const page of source.pages({ entity: 'CompanyInfo', signal })) {
      const name = (page.records[0] as { readonly CompanyName?: unknown } | undefined)?.CompanyName
      if (typeof name === 'string' && name.trim() !== '') return name.trim().slice(0, longestName)
    }
  } catch (error) {
    if (!isQboError(error)) throw error
  }
  return undefined
}

/** QuickBooks allows 1024 characters; a heading and the last line of a command have no room for them. */
const longestName = 200
