import type { Words } from '../words/language.js'

/** What each exit code says, in a sentence. */
export const exitWords: Readonly<Record<number, Words>> = {
  0: { en: 'Done.', es: 'Terminado.' },
  1: { en: 'A bug: please report it.', es: 'Un error nuestro: por favor, repórtelo.' },
  2: {
    en: 'Usage or configuration: the message says what to change.',
    es: 'Uso o configuración: el mensaje dice qué cambiar.',
  },
  3: {
    en: 'A person must connect the company again: auth login.',
    es: 'Una persona debe volver a conectar la empresa: auth login.',
  },
  4: {
    en: 'Some of it could not be read. Run again: it resumes.',
    es: 'Una parte no se pudo leer. Ejecute de nuevo: continúa.',
  },
  5: {
    en: 'All was looked at, and something is red: see the report.',
    es: 'Se miró todo y algo está en rojo: vea el informe.',
  },
  6: {
    en: 'Another process is running this company. Run again later.',
    es: 'Otro proceso está ejecutando esta empresa. Ejecute más tarde.',
  },
  75: {
    en: 'QuickBooks or the database is away for now. Run again later.',
    es: 'QuickBooks o la base de datos no está disponible. Ejecute más tarde.',
  },
  130: { en: 'Stopped by Ctrl+C; the place is saved.', es: 'Detenido con Ctrl+C; el avance está guardado.' },
  141: {
    en: 'Stopped, since nobody reads stdout any more; the place is saved.',
    es: 'Detenido porque nadie lee stdout; el avance está guardado.',
  },
  143: {
    en: 'Stopped by SIGTERM; the place is saved.',
    es: 'Detenido por SIGTERM; el avance está guardado.',
  },
}
