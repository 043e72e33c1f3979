import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'

/** What a value has against a JSON Schema that the package publishes; undefined if nothing. */
type SchemaProblem = (value: unknown) => string | undefined

function publishedSchema(name: string): SchemaProblem {
  const text = readFileSync(new URL(`../schema/${name}.json`, import.meta.url), 'utf8')
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
  const isValid = ajv.compile(JSON.parse(text) as object)
  // As a host gets it: through JSON.
  return (value) =>
    isValid(JSON.parse(JSON.stringify(value)))
      ? undefined
      : `${ajv.errorsText(isValid.errors)}: ${JSON.stringify(value)}`
}

/** Of an event of a run, verification or sync. */
export const eventProblem: SchemaProblem = publishedSchema('event')
