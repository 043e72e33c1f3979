/** What a release would publish of one package. */
export interface PackedPackage {
  readonly name: string
  readonly root: string
  readonly tarball: string
  readonly files: readonly string[]
  readonly size: number
  readonly unpackedSize: number
}

export const checkout: string

export function packPackages(destination: string): readonly PackedPackage[]
