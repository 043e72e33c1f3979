/** Of the list of rejects. */
export const rejectWords = {
  en: {
    none: (realmId: string) => `No rejects of realm ${realmId}.\n`,
    head: ['id', 'entity', 'record Id', 'saved', 'state', 'reason', 'message'],
    saved: { true: 'yes', false: 'no' },
    states: { open: 'open', saved: 'saved', acknowledged: 'acknowledged', resolved: 'resolved' },
  },
  es: {
    none: (realmId: string) => `No hay rechazos de la empresa ${realmId}.\n`,
    head: ['id', 'entidad', 'Id del registro', 'guardado', 'estado', 'motivo', 'mensaje'],
    saved: { true: 'sí', false: 'no' },
    states: { open: 'abierto', saved: 'guardado', acknowledged: 'reconocido', resolved: 'resuelto' },
  },
} as const

/** By the reason, where the message is ours; any other is PostgreSQL's own, which has one language. */
export const spanishMessages: Readonly<Record<string, string>> = {
  'missing-id': 'El registro no tiene Id.',
  'huge-number': 'Un número se extiende a demasiados dígitos.',
  'nul-character': 'Un texto tiene el carácter NUL.',
  'lone-surrogate': 'Un texto tiene medio carácter.',
  'control-character': 'Un texto tiene un carácter de control.',
  poisoned: 'QuickBooks no pudo entregar el registro.',
  '54001': 'El registro está anidado a demasiada profundidad.',
}
