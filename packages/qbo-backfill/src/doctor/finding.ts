import type { ReportLanguage, Words } from '../language.js'

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `database`, `tokens`, `clock` … */
  readonly name: string
  /** `fail`: no run succeeds so; `warn`: one may. */
  readonly status: 'ok' | 'warn' | 'fail'
  /** What was found, one sentence. */
  readonly message: string
  /** What to do about it; absent where nothing is to be done. */
  readonly action?: string | undefined
  /** Whether a person has to consent again before anything works. */
  readonly reauthorize?: boolean | undefined
}

/** The same before it is told in one language. */
export interface Look extends Omit<Finding, 'message' | 'action'> {
  readonly message: Words
  readonly action?: Words
}

export function ok(name: string, message: Words): Look {
  return { name, status: 'ok', message }
}

export function warn(name: string, message: Words, action: Words): Look {
  return { name, status: 'warn', message, action }
}

export function fail(name: string, message: Words, action: Words): Look {
  return { name, status: 'fail', message, action }
}

export function toldIn(language: ReportLanguage, looks: readonly Look[]): readonly Finding[] {
  return looks.map(({ message, action, ...look }) => ({
    ...look,
    message: message[language],
    ...(action === undefined ? {} : { action: action[language] }),
  }))
}

/** 0 if nothing failed; 3 if all that failed is the authorization; else 2. */
export function exitCodeOfFindings(findings: readonly Look[]): 0 | 2 | 3 {
  const failed = findings.filter((finding) => finding.status === 'fail')
  if (failed.length === 0) return 0
  return failed.every((finding) => finding.reauthorize === true) ? 3 : 2
}
