/** In UTC: nightly what changed, weekly the check of everything. */
export const nightly = { hour: 7, minute: 15 } as const
/** On Sundays. */
export const weekly = { hour: 9, minute: 0 } as const
