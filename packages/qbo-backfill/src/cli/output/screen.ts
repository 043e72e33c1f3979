import { styleText } from 'node:util'
import type { BackfillEvent } from '../../events.js'
import type { Language } from '../words/language.js'
import { cutTo } from './columns.js'
import { widthOfTerminal } from './terminal-width.js'
import { createLiveProgress } from './live-progress.js'
import { printable, printableLine } from './printable.js'
import { createSpeaker } from './spoken-event.js'
import { wrap } from './table.js'

/** A stream of the process, or whatever is read in its place. */
export interface Writable {
  readonly isTTY?: boolean
  readonly columns?: number
  hasColors?(): boolean
  write(text: string): unknown
}

/** A terminal that somebody watches. */
export interface Screen {
  take(event: BackfillEvent): void
  /** Text that stays, above what redraws itself. */
  say(text: string): void
  /** Text as this terminal shows it: harmless, in lines that fit, with colours. */
  dress(text: string): string
}

const redrawMs = 100

export function createScreen(stdout: Writable, language: Language = 'en'): Screen {
  const progress = createLiveProgress(language)
  const speak = createSpeaker(language)
  const columns = (): number => widthOfTerminal(stdout)
  let drawn = 0
  let drawnAt = 0
  const clear = (): void => {
    if (drawn > 0) stdout.write(`\r\u001B[${drawn}A\u001B[J`)
    drawn = 0
  }
  const dress = (text: string): string => {
    const lines = printable(text).split('\n')
    const fitted = lines.flatMap((line) => (/\S {2}/u.test(line) ? [line] : wrap(line, columns()))).join('\n')
    return paint(fitted, stdout.hasColors?.() === true)
  }
  return {
    dress,
    say(text) {
      clear()
      if (text !== '') stdout.write(dress(text))
    },
    take(event) {
      progress.take(event)
      const said = speak(event)
      const isDue = Date.now() - drawnAt >= redrawMs
      if (said === undefined && !isDue) return
      clear()
      if (said !== undefined) stdout.write(dress(`${printableLine(said)}\n`))
      const lines = progress.lines().map((line) => cutTo(printableLine(line), columns() - 1))
      stdout.write(paint(`${lines.join('\n')}\n`, stdout.hasColors?.() === true))
      drawn = lines.length
      drawnAt = Date.now()
    },
  }
}

type Style = Parameters<typeof styleText>[0]

/** How it went, where it stands: at the start of a line, as the last cell of a row, as a mark of the checklist. */
const styles: readonly (readonly [RegExp, Style])[] = [
  [/^(?:GREEN|VERDE)(?=:)|(?<= {2})(?:green|verde)$|^✓|█+/gmu, 'green'],
  [/^(?:YELLOW|AMARILLO)(?=:)|(?<= {2})(?:yellow|amarillo)$|^!(?= )/gmu, 'yellow'],
  [/^(?:RED|ROJO)(?=:)|(?<= {2})(?:red|rojo)$|^✗/gmu, 'red'],
  [/^(?:Next|Siguiente):/gmu, 'bold'],
]

/** Colours what says how it went; after all that others wrote has been made harmless, since colours steer a terminal. */
function paint(text: string, hasColours: boolean): string {
  if (!hasColours) return text
  return styles.reduce(
    (painted, [words, style]) =>
      painted.replaceAll(words, (word) => styleText(style, word, { validateStream: false })),
    text,
  )
}
