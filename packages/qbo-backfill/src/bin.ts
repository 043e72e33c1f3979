#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { main } from './cli/main.js'

// V8 lets a heap triple before it collects, and this one is mostly the texts of the pages in hand. Collecting sooner
// keeps the process within 200 MB, whatever the size of the company.
setFlagsFromString('--heap-growing-percent=25')

await main(process.argv.slice(2))
