import type { Options } from 'tsup'

/** JavaScript only: declarations come from tsc, unbundled, so go-to-definition lands in the shipped source. */
export const base: Options = {
  format: 'esm',
  target: 'node20',
  platform: 'node',
  dts: false,
  sourcemap: true,
  clean: true,
  splitting: true,
  // Runtimes other than Node know its modules by this name only.
  removeNodeProtocol: false,
  esbuildOptions(options) {
    // The sources are in the tarball already.
    options.sourcesContent = false
  },
}
