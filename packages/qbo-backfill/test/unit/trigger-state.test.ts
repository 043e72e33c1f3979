import { expect, test } from 'vitest'
import {
  observedState,
  triggerTransitions,
  type TriggerState,
  type TriggerStep,
} from '../../src/ledger/trigger-state.js'

const states = Object.keys(triggerTransitions) as TriggerState[]
const steps = Object.keys(triggerTransitions.pending) as TriggerStep[]

function allowed(): string[] {
  return states.flatMap((from) =>
    steps.flatMap((step) => {
      const to = triggerTransitions[from][step]
      return to === null ? [] : [`${from} ${step} ${to}`]
    }),
  )
}

test('every state answers every step, and these are all that are allowed', () => {
  for (const state of states) expect(Object.keys(triggerTransitions[state])).toEqual(steps)
  expect(allowed()).toEqual([
    'pending claim running',
    'running complete completed',
    'running fail failed',
    'running interrupt interrupted',
    'failed release pending',
    'interrupted claim running',
    'interrupted release pending',
  ])
})

test('nothing leads out of completed, and what runs cannot be claimed or released', () => {
  expect(Object.values(triggerTransitions.completed).every((to) => to === null)).toBe(true)
  expect([triggerTransitions.running.claim, triggerTransitions.running.release]).toEqual([null, null])
})

test('from any state but completed, completed can be reached', () => {
  for (const start of states) {
    const reached = new Set<TriggerState>([start])
    for (const state of reached)
      for (const step of steps) {
        const to = triggerTransitions[state][step]
        if (to !== null) reached.add(to)
      }
    expect(reached.has('completed')).toBe(true)
  }
})

test('a running trigger whose claimer is dead is seen as interrupted, and no other state depends on a claimer', () => {
  expect(observedState('running', false)).toBe('interrupted')
  expect(observedState('running', true)).toBe('running')
  for (const state of states.filter((each) => each !== 'running'))
    expect(observedState(state, false)).toBe(state)
})
