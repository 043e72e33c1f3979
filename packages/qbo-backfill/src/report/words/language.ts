/** Languages that the evidence is written in. */
export type ReportLanguage = 'en' | 'es'

export const reportLanguages: readonly ReportLanguage[] = ['en', 'es']
