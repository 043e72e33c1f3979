import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

test.each(['qbo-client', 'qbo-raw-sink', 'qbo-backfill', 'qbo-simulator'])(
  'a host can read which version of %s it has',
  (name) => {
    const path = createRequire(import.meta.url).resolve(`${name}/package.json`)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ name })
  },
)
