import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { houses, type House } from './floors.ts'
import { circlesIn, importsOf, readImportGraph, type ImportGraph } from './import-graph.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe.each(Object.entries(houses))('%s', (tree, house) => {
  const graph = readImportGraph(root + tree)

  test('each folder, and each file beside them, stands on one floor of the table', () => {
    expect([...new Set([...graph.keys()].map(roomOf))].toSorted()).toEqual(house.floors.flat().toSorted())
  })

  test('imports go down', () => expect(importsThatRise(graph, house)).toEqual([]))

  test('no files import each other in a circle', () => expect(circlesIn(graph)).toEqual([]))

  test('no folder holds more files than are found at a glance', () => {
    const files = [...graph.keys()].map((file) => posix.dirname(file))
    const crowded = [...new Set(files)].filter(
      (folder) => files.filter((each) => each === folder).length > 24,
    )
    expect(crowded).toEqual([])
  })

  test('a package is imported only where the table says so', () =>
    expect(importsFromElsewhere(graph, house)).toEqual([]))
})

test('imports of types, on demand, of text alone and of what is exported again are imports', () => {
  const source = `
import type { A } from './a.js'
import { type B, b } from '../b.ts'
export * from './c.js'
export type { D } from '../x/d.js'
import './e.js'
const f = await import('./f.js')
type G = import('./g.js').G
import h from '@scope/h/inside'
import { sep } from 'node:path'`
  expect(importsOf('x/file.ts', source)).toEqual({
    files: ['x/a.ts', 'b.ts', 'x/c.ts', 'x/d.ts', 'x/e.ts', 'x/f.ts', 'x/g.ts'],
    packages: ['@scope/h'],
  })
})

test('what rises, goes around or comes from elsewhere is found', () => {
  const of = (files: string[], packages: string[] = []) => ({ files, packages })
  const graph: ImportGraph = new Map([
    ['top.ts', of(['low/a.ts'])],
    ['mid/a.ts', of(['low/a.ts', 'top.ts'])],
    ['low/a.ts', of(['low/b.ts'])],
    ['low/b.ts', of(['low/a.ts', 'beside.ts', '../out.ts'], ['pg'])],
    ['beside.ts', of([])],
  ])
  const house: House = {
    floors: [['top.ts'], ['mid/'], ['low/', 'beside.ts']],
    libraries: { pg: ['beside.ts'] },
  }
  expect(importsThatRise(graph, house)).toEqual([
    'mid/a.ts → top.ts',
    'low/b.ts → beside.ts',
    'low/b.ts → ../out.ts',
  ])
  expect(circlesIn(graph)).toEqual(['low/a.ts → low/b.ts → low/a.ts'])
  expect(importsFromElsewhere(graph, house)).toEqual(['low/b.ts → pg'])
})

function importsThatRise(graph: ImportGraph, { floors }: House): readonly string[] {
  const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room))
  return [...graph].flatMap(([file, { files }]) =>
    files
      .filter((imported) => {
        const [from, to] = [roomOf(file), roomOf(imported)]
        return from !== to && floorOf(to) <= floorOf(from)
      })
      .map((imported) => `${file} → ${imported}`),
  )
}

function importsFromElsewhere(graph: ImportGraph, { libraries }: House): readonly string[] {
  if (libraries === undefined) return []
  return [...graph].flatMap(([file, { packages }]) =>
    packages
      .filter((name) => {
        const allowed = libraries[name]
        return allowed === undefined || (allowed.length > 0 && !allowed.includes(file))
      })
      .map((name) => `${file} → ${name}`),
  )
}

/** `query/` of `query/pages.ts`; a file beside the folders is a room of its own. */
function roomOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1) || file
}
