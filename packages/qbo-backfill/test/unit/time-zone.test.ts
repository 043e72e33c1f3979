import { afterEach, expect, test } from 'vitest'
import { civilDateAt, localTimeAt, startOfDay } from '../../src/plan/time-zone.js'

const ownZone = process.env['TZ']
afterEach(() => {
  if (ownZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = ownZone
})

test('what clocks show in a zone does not depend on the zone of this machine', () => {
  // In Santiago, the hour after this midnight does not exist.
  for (const machine of ['UTC', 'America/Santiago', 'Africa/Cairo', 'Asia/Kathmandu']) {
    process.env['TZ'] = machine
    expect(localTimeAt(Date.parse('2022-09-11T00:30:00Z'), 'UTC')).toBe('2022-09-11T00:30:00')
    expect(localTimeAt(Date.parse('2022-09-11T05:30:00Z'), 'America/Guayaquil')).toBe('2022-09-11T00:30:00')
    expect(civilDateAt(Date.parse('2022-09-11T04:59:59Z'), 'America/Guayaquil')).toBe('2022-09-10')
    expect(startOfDay('2022-09-11', 'America/Guayaquil')).toBe(Date.parse('2022-09-11T05:00:00Z'))
    expect(startOfDay('2022-09-11', 'America/Santiago')).toBe(Date.parse('2022-09-11T04:00:00Z'))
  }
})
