// The JSON Schemas of what this package says, made of its types: the doc comments become descriptions.
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'

/** Of each file in `schema/`, the type that it is of. */
const types = {
  event: 'BackfillEvent',
  report: 'BackfillReport',
  'sync-report': 'SyncReport',
  'trigger-event': 'TriggerEvent',
  'verify-report': 'VerifyReport',
}

/** The text of each schema, by its name. Fields that a version does not know are allowed: events and reports only grow. */
export function jsonSchemas() {
  const generator = createGenerator({
    path: fileURLToPath(new URL('../src/index.ts', import.meta.url)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    additionalProperties: true,
    // The compiler checks these sources anyway, in its own version.
    skipTypeCheck: true,
  })
  return new Map(
    Object.entries(types).map(([name, type]) => [
      name,
      `${JSON.stringify(generator.createSchema(type), undefined, 2)}\n`,
    ]),
  )
}
