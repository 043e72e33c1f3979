import ts from 'typescript'
import { root } from './page.ts'

export interface TypeField {
  readonly name: string
  readonly isOptional: boolean
  /** The first word of its `@defaultValue`. */
  readonly defaultValue: string | undefined
}

export interface ExportedTypes {
  /** Names of what the packages export. */
  readonly names: readonly string[]
  fieldsOf(name: string): readonly TypeField[]
  /** The literals of a union of strings. */
  literalsOf(name: string): readonly string[]
  /** The fields of each member of a union of objects, by its `type`. */
  membersOf(name: string): ReadonlyMap<string, readonly TypeField[]>
}

const entries = ['qbo-client', 'qbo-raw-sink', 'qbo-backfill'].map(
  (name) => `${root}packages/${name}/src/index.ts`,
)

let read: ExportedTypes | undefined

/** What the packages export, read by the compiler from their sources, once. */
export function exportedTypes(): ExportedTypes {
  read ??= readTypes()
  return read
}

function readTypes(): ExportedTypes {
  const options = { ...compilerOptions(), types: [] }
  const program = ts.createProgram(entries, options, withoutDependencies(options))
  const checker = program.getTypeChecker()
  const symbols = new Map<string, ts.Symbol>()
  for (const entry of entries) {
    const file = program.getSourceFile(entry)
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry} exports nothing`)
    for (const symbol of checker.getExportsOfModule(module))
      symbols.set(
        symbol.name,
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      )
  }
  const typeOf = (name: string): ts.Type => {
    const symbol = symbols.get(name)
    if (symbol === undefined) throw new Error(`No package exports ${name}`)
    return checker.getDeclaredTypeOfSymbol(symbol)
  }
  const fieldOf = (property: ts.Symbol): TypeField => {
    const tag = property.getJsDocTags(checker).find(({ name }) => name === 'defaultValue')
    const [first] = ts
      .displayPartsToString(tag?.text)
      .replaceAll(/[`':,]/gu, '')
      .split(' ')
    return {
      name: property.name,
      isOptional: Boolean(property.flags & ts.SymbolFlags.Optional),
      defaultValue: first === '' ? undefined : first,
    }
  }
  const membersOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type])
  const literal = (type: ts.Type | undefined): string => (type?.isStringLiteral() === true ? type.value : '')
  return {
    names: [...symbols.keys()],
    fieldsOf: (name) => checker.getPropertiesOfType(typeOf(name)).map(fieldOf),
    literalsOf: (name) => membersOf(typeOf(name)).map(literal),
    membersOf: (name) =>
      new Map(
        membersOf(typeOf(name)).map((member) => {
          const properties = checker.getPropertiesOfType(member)
          const type = properties.find((property) => property.name === 'type')
          return [
            literal(type && checker.getTypeOfSymbol(type)),
            properties.filter((property) => property.name !== 'type').map(fieldOf),
          ]
        }),
      ),
  }
}

/** Nothing that is documented is declared by a dependency: theirs are two thirds of what the compiler would read. */
function withoutDependencies(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const known = ts.createModuleResolutionCache(root, (path) => path, options)
  return {
    ...host,
    resolveModuleNameLiterals: (names, file, redirect, own) =>
      names.map(({ text }) =>
        /^(?:\.|qbo-)/u.test(text)
          ? ts.resolveModuleName(text, file, own, host, known, redirect, ts.ModuleKind.ESNext)
          : { resolvedModule: undefined },
      ),
  }
}

export function compilerOptions(): ts.CompilerOptions {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
  const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, {}, host)
  if (config === undefined) throw new Error('tsconfig.json cannot be read')
  return config.options
}
