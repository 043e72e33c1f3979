import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** How it went, where it stands: at the start of a line, as the last cell of a row, as a mark of the checklist. */
const styles: readonly (readonly [RegExp, Style])[] = [
  [/^(?:GREEN|VERDE)(?=:)|(?<= {2})(?:green|verde)$|^✓|█+/gmu, 'green'],
  [/^(?:YELLOW|AMARILLO)(?=:)|(?<= {2})(?:yellow|amarillo)$|^!(?= )/gmu, 'yellow'],
  [/^(?:RED|ROJO)(?=:)|(?<= {2})(?:red|rojo)$|^✗/gmu, 'red'],
  [/^(?:Next|Siguiente):/gmu, 'bold'],
]

/** Colours what says how it went; after all that others wrote has been made harmless, since colours steer a terminal. */
export function paint(text: string, hasColours: boolean): string {
  if (!hasColours) return text
  return styles.reduce(
    (painted, [words, style]) =>
      painted.replaceAll(words, (word) => styleText(style, word, { validateStream: false })),
    text,
  )
}
