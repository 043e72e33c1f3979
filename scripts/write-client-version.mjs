// The versions that the client names to Intuit and that reports name follow their package.json: npm run release:version
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './packages/pack-packages.mjs'

writeVersion('qbo-client', 'environment.ts', 'clientVersion')
writeVersion('qbo-backfill', 'program-version.ts', 'programVersion')

function writeVersion(name, file, constant) {
  const root = join(checkout, 'packages', name)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const path = join(root, 'src', file)
  const text = readFileSync(path, 'utf8')
  const line = new RegExp(`^(export const ${constant}: string = )'[^']*'$`, 'mu')
  if (!line.test(text)) throw new Error(`${path} names no ${constant}.`)
  writeFileSync(path, text.replace(line, `$1'${version}'`))
}
