#!/usr/bin/env node
// Here before anything is built, so that npm links the command at installation.
import '../dist/bin.js'
