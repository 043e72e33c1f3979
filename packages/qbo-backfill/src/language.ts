/** Languages that people are spoken to in. */
export type ReportLanguage = 'en' | 'es'

export const reportLanguages: readonly ReportLanguage[] = ['en', 'es']

/** The same in each language, from the same facts. */
export type Words = Readonly<Record<ReportLanguage, string>>
