/** The text of report.json; its SHA-256 is what the page names itself by. */
export function evidenceJson(evidence: object): string {
  return `${JSON.stringify(evidence, null, 2)}\n`
}
