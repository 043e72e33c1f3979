/** How a record of QuickBooks has moved away from its row since a run proved it. */
export type RowDrift = 'appeared' | 'changed' | 'left'
