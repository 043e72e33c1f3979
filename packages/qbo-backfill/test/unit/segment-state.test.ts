import { expect, test } from 'vitest'
import {
  movesOf,
  segmentTransitions,
  type SegmentStatus,
  type SegmentStep,
} from '../../src/ledger/segment-state.js'

const states = Object.keys(segmentTransitions) as SegmentStatus[]
const steps = Object.keys(segmentTransitions.pending) as SegmentStep[]

test('every state answers every step, and these are all that are allowed', () => {
  for (const state of states) expect(Object.keys(segmentTransitions[state]).sort()).toEqual([...steps].sort())
  expect(
    Object.fromEntries(steps.map((step) => [step, movesOf(step).map(([from, to]) => `${from} → ${to}`)])),
  ).toEqual({
    begin: ['pending → running', 'running → running'],
    advance: ['running → running'],
    split: ['running → running'],
    finish: ['running → done'],
    fail: ['pending → failed', 'running → failed'],
    resume: ['running → pending', 'failed → pending'],
    reopen: ['done → pending'],
  })
})

test('what is done only opens again, and nothing is done but by finishing', () => {
  const { reopen, ...others } = segmentTransitions.done
  expect(reopen).toBe('pending')
  expect(Object.values(others).every((to) => to === null)).toBe(true)
  for (const step of steps.filter((each) => each !== 'finish'))
    expect(movesOf(step).some(([, to]) => to === 'done')).toBe(false)
})

test('from every state, done can be reached', () => {
  for (const start of states) {
    const reached = new Set<SegmentStatus>([start])
    for (const state of reached)
      for (const step of steps) {
        const to = segmentTransitions[state][step]
        if (to !== null) reached.add(to)
      }
    expect(reached.has('done')).toBe(true)
  }
})
