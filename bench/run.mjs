// npm run bench [names] [-- --rows 50000 --rounds 5 --save]
// Bundles the benchmarks (they are TypeScript, which Node 20 does not run) and starts them. The packages they measure
// stay outside of the bundle: what is measured is what is published.
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, 'src')
// Each reader is a program of its own, which runs in a process of its own.
const readers = readdirSync(join(source, 'readers')).map((file) => join(source, 'readers', file))
await build({
  entryPoints: [join(source, 'main.ts'), ...readers],
  outdir: join(here, 'dist'),
  outExtension: { '.js': '.mjs' },
  outbase: source,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  external: ['qbo-*', 'pg', 'kysely', '@supabase/*'],
  logLevel: 'warning',
})
await import(pathToFileURL(join(here, 'dist', 'main.mjs')).href)
