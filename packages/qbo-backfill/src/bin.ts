#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { start } from './cli/start.js'

// V8 lets a heap triple before it collects, and this one is mostly the texts of the pages in hand. Collecting sooner, and
// a young generation that stays small, keep the process at some 200 MB for half a million rows (docs/benchmarks.md) and cost
// some 15 ms of CPU for 1000. The second flag works only once the heap is there: given to node it changes nothing.
setFlagsFromString('--heap-growing-percent=25')
setFlagsFromString('--semi-space-growth-factor=1')

await start(process.argv.slice(2))
