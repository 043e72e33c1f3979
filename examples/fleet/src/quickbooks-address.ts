import { quickBooksLink } from 'qbo-backfill'

export interface QuickBooksAddress {
  readonly environment: string
  /** Where its web application is, if not at Intuit. */
  readonly webUrl: string | undefined
}

/** Links to QuickBooks' pages, in a text or alone, lead where the settings say that QuickBooks is. */
export function atQuickBooks(text: string, { environment, webUrl }: QuickBooksAddress): string {
  const link = quickBooksLink({ environment, realmId: '1' }, 'Invoice', '1')
  if (webUrl === undefined || link === undefined) return text
  return text.replaceAll(`${new URL(link).origin}/`, `${webUrl}/`)
}
