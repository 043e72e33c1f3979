import type { BenchmarkReport, Target } from '../report/benchmark-report.ts'
import { median } from '../median.ts'
import type { Bar } from '../report/bar-chart.ts'
import { times, whole } from '../report/number-text.ts'
import { describeServer, type ServerTraits } from '../with-server.ts'
import type { PassMeasure } from './measure-pass.ts'
import type { WriteWay } from './ways/write-way.ts'

/** Of one way: by pass (load, replay, …) what each round measured. */
export interface WayMeasures {
  readonly way: WriteWay
  readonly passes: readonly (readonly PassMeasure[])[]
}

export interface SinkSubject {
  readonly rows: number
  readonly rounds: number
  readonly bytesPerRow: number
  readonly server: ServerTraits
}

interface PassSummary {
  readonly name: string
  readonly label: string
  readonly pass: string
  /** Medians over the rounds. */
  readonly median: PassMeasure
  readonly rounds: readonly PassMeasure[]
}

const passNames = ['load', 'replay', 'second replay']

export function reportSink(measures: readonly WayMeasures[], subject: SinkSubject): BenchmarkReport {
  const summaries = measures.flatMap(summarize)
  return {
    title: `Writing ${whole(subject.rows)} invoices of ${(subject.bytesPerRow / 1000).toFixed(1)} KB`,
    method: describeMethod(subject),
    table: {
      head: ['', 'pass', 'rows/s', 'WAL MB', 'dead rows', 'table MB', 'Node CPU ms per 1000'],
      rows: summaries.map(({ label, pass, median: middle }) => [
        label,
        pass,
        whole(middle.rowsPerSecond),
        (middle.walBytes / 1e6).toFixed(1),
        whole(middle.deadRows),
        (middle.tableBytes / 1e6).toFixed(1),
        middle.nodeCpuMs.toFixed(1),
      ]),
    },
    notes: [],
    charts: [
      {
        name: 'speed',
        title: 'Load and replay',
        unit: 'rows a second',
        bars: barsOf(summaries, ({ rowsPerSecond }) => rowsPerSecond),
      },
      {
        name: 'wal',
        title: 'What goes to the WAL',
        unit: 'MB',
        bars: barsOf(summaries, ({ walBytes }) => walBytes / 1e6),
      },
    ],
    targets: targetsOf(measures, summaries),
    data: { subject, passes: summaries },
  }
}

function summarize({ way, passes }: WayMeasures): readonly PassSummary[] {
  return passes.map((rounds, pass) => ({
    name: way.name,
    label: way.label,
    pass: passNames[pass] ?? `replay ${pass}`,
    median: {
      rowsPerSecond: median(rounds.map((round) => round.rowsPerSecond)),
      walBytes: median(rounds.map((round) => round.walBytes)),
      deadRows: median(rounds.map((round) => round.deadRows)),
      tableBytes: median(rounds.map((round) => round.tableBytes)),
      nodeCpuMs: median(rounds.map((round) => round.nodeCpuMs)),
    },
    rounds,
  }))
}

function barsOf(summaries: readonly PassSummary[], value: (measure: PassMeasure) => number): readonly Bar[] {
  return summaries.map(({ name, label, pass, median: middle }) => ({
    label: `${label}, ${pass}`,
    value: value(middle),
    strong: name === 'sink',
  }))
}

/** Speeds are compared inside a round, then the median of the ratios: a round is one moment of the machine. */
function targetsOf(measures: readonly WayMeasures[], summaries: readonly PassSummary[]): readonly Target[] {
  const speeds = (name: string, pass = 0): readonly number[] =>
    (measures.find(({ way }) => way.name === name)?.passes[pass] ?? []).map((round) => round.rowsPerSecond)
  const ratio = (ours: readonly number[], theirs: readonly number[]): number =>
    median(ours.map((speed, round) => speed / (theirs[round] ?? Number.NaN)))
  const wal = (pass: string): number =>
    summaries.find((each) => each.name === 'sink' && each.pass === pass)?.median.walBytes ?? Number.NaN
  const cpu = summaries.find(({ name }) => name === 'sink')?.median.nodeCpuMs ?? Number.NaN
  const load = speeds('sink')
  const floor = ratio(load, speeds('floor'))
  const single = ratio(load, speeds('batch-1-committed'))
  const replay = ratio(speeds('sink', 1), load)
  const logged = wal('replay') / wal('load')
  const loggedAgain = wal('second replay') / wal('load')
  return [
    ...target('sink: load, of the bare floor', '≥ 80 %', floor, { got: percent(floor), met: floor >= 0.8 }),
    ...target('sink: load, against one upsert and commit a row', '≥ 5 ×', single, {
      got: times(single),
      met: single >= 5,
    }),
    ...target('sink: replay, against the load', '≥ 100 %', replay, {
      got: percent(replay),
      met: replay >= 1,
    }),
    ...target('sink: WAL of the replay, of the load', '≤ 25 %', logged, {
      got: percent(logged),
      met: logged <= 0.25,
    }),
    ...target('sink: WAL of the second replay', '≤ 25 %', loggedAgain, {
      got: percent(loggedAgain),
      met: loggedAgain <= 0.25,
    }),
    ...target('sink: Node CPU for 1000 rows', '≤ 40 ms', cpu, {
      got: `${cpu.toFixed(1)} ms`,
      met: cpu <= 40,
    }),
  ]
}

/** Nothing, if one of the ways that it compares was left out. */
function target(
  what: string,
  wanted: string,
  value: number,
  found: Pick<Target, 'got' | 'met'>,
): readonly Target[] {
  return Number.isNaN(value) ? [] : [{ what, wanted, ...found }]
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}

function describeMethod({ rows, rounds, bytesPerRow, server }: SinkSubject): string {
  return `${whole(rows)} made-up invoices of ${(bytesPerRow / 1000).toFixed(1)} KB in pages of 1000, each page one transaction on one connection to ${describeServer(server)}, on the same machine (fsync on, autovacuum off, a checkpoint before each pass). Medians of ${rounds} interleaved rounds; a replay writes the same pages again.`
}
