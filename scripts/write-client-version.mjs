// The version that the client names to Intuit follows its package.json: npm run release:version
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './packages/pack-packages.mjs'

const root = join(checkout, 'packages', 'qbo-client')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const path = join(root, 'src', 'environment.ts')
const text = readFileSync(path, 'utf8')
const line = /^(export const clientVersion: string = )'[^']*'$/mu
if (!line.test(text)) throw new Error(`${path} names no clientVersion.`)
writeFileSync(path, text.replace(line, `$1'${version}'`))
