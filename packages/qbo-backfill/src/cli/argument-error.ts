import type { BackfillError } from '../errors.js'
import { suggestion } from '../suggestion.js'
import { flags } from './input/flags.js'
import { invalid } from './words/invalid.js'
import type { Words } from './words/language.js'

/** Where on the command line something is wrong. */
export interface Place {
  /** The command as it is typed; empty before there is one. */
  readonly command: string
  /** What is wrong: a flag, a word. */
  readonly what: string
  /** What might have been meant. */
  readonly known: readonly string[]
}

/** What commander refuses by a code of its own, and we by two: said with what was meant. */
export function argumentError(code: string, place: Place): BackfillError {
  const words = (sentences[code] ?? unforeseen)(place)
  const near = code.includes('unknown') ? nearTo(place) : undefined
  const meant = near === undefined || near.startsWith('-') ? near : `${place.command} ${near}`.trim()
  const help = `qbo-backfill ${place.command} --help`.replace('  ', ' ')
  return invalid({
    en: `${words.en} ${meant === undefined ? '' : `Did you mean ${meant}? `}See: ${help}`,
    es: `${words.es} ${meant === undefined ? '' : `¿Quiso decir ${meant}? `}Vea: ${help}`,
  })
}

/** What Spanish would call flags and commands that have one name. */
const spanishWords: Readonly<Record<string, string>> = {
  '--desde': '--from',
  '--hasta': '--to',
  '--entidades': '--entities',
  '--entidad': '--entity',
  '--ventana': '--window',
  '--zona-horaria': '--time-zone',
  '--esquema': '--schema',
  '--evidencia': '--evidence',
  '--informe': '--report',
  '--idioma': '--language',
  '--ayuda': '--help',
  ayuda: 'help',
  correr: 'run',
  ejecutar: 'run',
  planificar: 'plan',
  estado: 'status',
  informe: 'report',
  reporte: 'report',
  verificar: 'verify',
  sincronizar: 'sync',
  rechazos: 'rejects',
  disparador: 'trigger',
  vistas: 'views',
  migrar: 'migrate',
}

/** The flag or command that was probably meant, also by its name in Spanish. */
function nearTo({ what, known }: Place): string | undefined {
  const spanish = Object.keys(spanishWords).filter((word) => known.includes(spanishWords[word] ?? ''))
  const near = suggestion(what.replace(/=.*/u, ''), [...known, ...spanish])
  return near === undefined ? undefined : (spanishWords[near] ?? near)
}

const sentences: Readonly<Record<string, (place: Place) => Words>> = {
  'commander.unknownOption': ({ what, command }) => {
    const [name = '', value] = what.split('=')
    if (value !== undefined && Object.hasOwn(flags, name.slice(2)))
      return { en: `${name} takes no value.`, es: `${name} no lleva valor.` }
    return command === ''
      ? { en: `Unknown option ${name}.`, es: `No existe la opción ${name}.` }
      : { en: `Unknown option ${name} for "${command}".`, es: `No existe la opción ${name} en "${command}".` }
  },
  'commander.unknownCommand': (place) =>
    place.command === ''
      ? { en: `Unknown command "${place.what}".`, es: `No existe el comando "${place.what}".` }
      : {
          en: `Unknown: ${place.command} ${place.what}. Known: ${listed(place)}.`,
          es: `No existe: ${place.command} ${place.what}. Existen: ${listed(place)}.`,
        },
  'commander.optionMissingArgument': ({ what }) => ({
    en: `${what} needs a value.`,
    es: `${what} necesita un valor.`,
  }),
  'commander.missingArgument': ({ what, command }) => ({
    en: `"${command}" needs one more word: ${what}.`,
    es: `"${command}" necesita una palabra más: ${what}.`,
  }),
  'commander.excessArguments': ({ what, command }) => ({
    en: `"${what}" is not expected after "${command}". Options start with --.`,
    es: `No se espera "${what}" después de "${command}". Las opciones empiezan con --.`,
  }),
  repeated: ({ what }) => ({
    en: `${what} is given more than once.`,
    es: `${what} se indica más de una vez.`,
  }),
  // What commander would say help to, where a word is missing.
  'commander.help': (place) =>
    place.command === ''
      ? { en: 'No command is given.', es: 'No se indica ningún comando.' }
      : {
          en: `"${place.command}" needs one more word. Known: ${listed(place)}.`,
          es: `"${place.command}" necesita una palabra más. Existen: ${listed(place)}.`,
        },
}

/** The words that may follow, each as one would type it. */
function listed({ command, known }: Place): string {
  return known.map((name) => `${command} ${name}`).join(', ')
}

function unforeseen({ what }: Place): Words {
  return { en: `"${what}" is not understood.`, es: `No se entiende "${what}".` }
}
