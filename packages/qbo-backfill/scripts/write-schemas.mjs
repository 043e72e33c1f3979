// Writes schema/*.json anew: npm run schemas. A test tells when that is needed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { jsonSchemas } from './json-schemas.mjs'

mkdirSync(new URL('../schema/', import.meta.url), { recursive: true })
for (const [name, text] of jsonSchemas())
  writeFileSync(new URL(`../schema/${name}.json`, import.meta.url), text)
