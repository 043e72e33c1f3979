/** How `doctor` ends. */
export const doctorWords = {
  en: {
    red: (failed: number, all: number) => `RED: ${failed} of ${all} must be mended before a run (✗).`,
    yellow: (warned: number, all: number) =>
      `YELLOW: a run can begin; ${warned} of ${all} to be looked at (!).`,
    green:
      'GREEN: all is ready for a run.\nNext: qbo-backfill plan --entities customers,items,invoices --from … --to …',
  },
  es: {
    red: (failed: number, all: number) =>
      `ROJO: hay que corregir ${failed} de ${all} antes de una corrida (✗).`,
    yellow: (warned: number, all: number) =>
      `AMARILLO: una corrida puede empezar; hay que revisar ${warned} de ${all} (!).`,
    green:
      'VERDE: todo está listo para una corrida.\nSiguiente: qbo-backfill plan --entities customers,items,invoices --fecha-inicio … --fecha-fin …',
  },
} as const

/** What it looks at; what is a name of PostgreSQL or QuickBooks stays. */
export const namesInSpanish: Readonly<Record<string, string>> = {
  configuration: 'configuración',
  database: 'base de datos',
  connections: 'conexiones',
  rights: 'permisos',
  state: 'motor',
  tables: 'tablas',
  locks: 'candados',
  space: 'espacio',
  encoding: 'codificación',
  settings: 'ajustes',
  timeouts: 'límites',
  clock: 'reloj',
  realm: 'empresa',
}
