// CommonJS, by require(): Node has it since 20.19, as long as a package awaits nothing at its top level.
import backfill = require('qbo-backfill')
import client = require('qbo-client')
import sink = require('qbo-raw-sink')
import simulator = require('qbo-simulator')

const found = [backfill.runBackfill, client.createQboClient, sink.createRawSink, simulator.createSimulator]
process.stdout.write(`${JSON.stringify(found.map((one) => typeof one))}\n`)
