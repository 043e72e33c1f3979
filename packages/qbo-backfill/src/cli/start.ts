import { readCommandLine } from './command-line.js'

/** Answers what needs no command; loads the rest only for a command. */
export async function start(argv: readonly string[]): Promise<void> {
  const text = answerTo(argv)
  if (text === undefined) await (await import('./main.js')).main(argv)
  else process.stdout.write(text)
}

/** What is said to help and version; undefined for a command, and for what cannot be read, which `main` says. */
function answerTo(argv: readonly string[]): string | undefined {
  try {
    const asked = readCommandLine(argv, process.env)
    return 'text' in asked ? asked.text : undefined
  } catch {
    return undefined
  }
}
