import { stripVTControlCharacters } from 'node:util'

export interface Models {
  /** With dbt's start. */
  readonly seconds: number
  /** `PASS=190 WARN=0 ERROR=0 SKIP=0`. */
  readonly outcome: string
  readonly models: number
  readonly tests: number
  readonly slowest: readonly { readonly name: string; readonly rows: number; readonly seconds: number }[]
}

const tableLine =
  /OK created sql table model \S+?\.(?<name>\w+) .*SELECT (?<rows>\d+).* in (?<seconds>[\d.]+)s/u
const count = (printed: string, kind: RegExp): number => printed.match(kind)?.length ?? 0

/** What `dbt build` has printed. */
export function readModels(printed: string, seconds: number): Models {
  // Each word may have a colour.
  const plain = stripVTControlCharacters(printed)
  const tables = plain.split('\n').flatMap((line) => {
    const found = tableLine.exec(line)?.groups
    return found === undefined
      ? []
      : [{ name: found['name']!, rows: Number(found['rows']), seconds: Number(found['seconds']) }]
  })
  return {
    seconds,
    outcome:
      /Done\. (?<outcome>PASS=\d+ WARN=\d+ ERROR=\d+ SKIP=\d+)/u.exec(plain)?.groups?.['outcome'] ?? '',
    models: count(plain, /OK created sql \w+ model/gu),
    tests: count(plain, /\d PASS \w/gu),
    slowest: tables.toSorted((left, right) => right.seconds - left.seconds).slice(0, 5),
  }
}
