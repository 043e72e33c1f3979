import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Options } from 'tsup'
import { base } from '../../tsup.config.base.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** What is bundled asks that its licence goes with it. */
const licences: Plugin = {
  name: 'licences',
  setup(build) {
    build.onEnd(({ metafile }) => {
      const folders = Object.keys(metafile?.inputs ?? {}).flatMap(
        (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0] ?? [],
      )
      const texts = [...new Set(folders)].sort().map((folder) => {
        const file = readdirSync(folder).find((name) => /^licen[cs]e/iu.test(name))
        if (file === undefined) throw new Error(`${folder} has no licence, and is bundled.`)
        return `${folder.replace(/^.*node_modules\//u, '')}\n\n${readFileSync(join(folder, file), 'utf8')}`
      })
      writeFileSync('dist/bin.licences.txt', texts.join(`\n${'─'.repeat(80)}\n\n`))
    })
  },
}

/**
 * The command line with all that it needs in it: hosts start it often, and Node takes longer to find the 400 files of its
 * packages than most commands take. pg may look for native parts, PGlite is a choice, and undici, which is CommonJS, is
 * wanted by few: they stay packages.
 */
export default defineConfig({
  ...base,
  entry: ['src/bin.ts'],
  noExternal: [/^(?!(?:pg|undici)$|@electric-sql\/)/u],
  esbuildPlugins: [licences],
  // commander is CommonJS, and asks for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'\nconst require = requireOf(import.meta.url)",
  },
  // Of a map of foreign code nobody has the sources.
  sourcemap: false,
  clean: false,
})
