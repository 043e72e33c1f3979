import type { Evidence } from './evidence.js'

/** The text of report.json; its SHA-256 is what the page names itself by. */
export function evidenceJson(evidence: Evidence): string {
  return `${JSON.stringify(evidence, null, 2)}\n`
}
