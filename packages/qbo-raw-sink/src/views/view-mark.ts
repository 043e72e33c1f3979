import type { ViewStyle } from './definitions.js'

/** What a view of ours says of itself in its comment: by it we know it again, and never touch another. */
export interface ViewMark {
  readonly style: ViewStyle
  /** Undefined for all companies. */
  readonly realmId: string | undefined
  readonly rawSchema: string
  readonly hash: string
}

export function writeMark({ style, realmId, rawSchema, hash }: ViewMark): string {
  const whose = realmId === undefined ? 'all companies' : `company ${realmId}`
  return `qbo-raw-sink: ${style} view of ${whose} from ${rawSchema} (definition ${hash})`
}

const form =
  /^qbo-raw-sink: (?<style>flat|fivetran) view of (?:all companies|company (?<realmId>.+)) from (?<rawSchema>.+) \(definition (?<hash>[\da-f]{12})\)$/u

/** Undefined for the comment of somebody else's view. */
export function readMark(comment: string): ViewMark | undefined {
  const found = form.exec(comment)?.groups
  if (found === undefined) return undefined
  const { style, realmId, rawSchema = '', hash = '' } = found
  return { style: style as ViewStyle, realmId, rawSchema, hash }
}
