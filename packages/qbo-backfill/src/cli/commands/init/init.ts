import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { intro, log } from '@clack/prompts'
import { databaseUrlProblem } from '../../../database/database-url.js'
import { errorWords } from '../../../failure/error-words.js'
import { invalid } from '../../words/invalid.js'
import { isTimeZone } from '../../../plan/time-zone.js'
import { openDatabase } from '../../input/open-database.js'
import { exitCodeOfError, exitCodes } from '../../output/exit-code.js'
import type { CommandOutcome } from '../../output/output.js'
import type { Language } from '../../words/language.js'
import type { Command, CommandContext } from '../command.js'
import { environmentText, quoted, writeEnvironmentFile } from './init-file.js'
import { tryKeys, type Keys } from './init-keys.js'
import { ask, choose, stopped } from './init-questions.js'
import { bothOf, initWords } from './init-words.js'

const usualFile = 'qbo.env'

/** What a login listens on, where no other is registered. */
const usualRedirect = 'http://localhost:8000/callback'

export const run: Command = (context) => Promise.race([interview(context), stopOf(context.signal)])

/** Whatever is under way, keys or a database that are being tried too: until the last answer nothing is written. */
function stopOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(stopped(exitCodeOfError(signal.reason))), { once: true })
  })
}

async function interview(context: CommandContext): Promise<CommandOutcome> {
  const { given, interactive } = context
  const words = initWords[given.language]
  const file = given.value('file') ?? usualFile
  if (!interactive) throw invalid(bothOf('noTerminal'))
  intro(words.begin)
  if (existsSync(file)) {
    const options = [
      { value: 'no', label: words.no },
      { value: 'yes', label: words.yes },
    ] as const
    if ((await choose(words.replace(file), options)) === 'no')
      return {
        exitCode: exitCodes.done,
        event: { type: 'init.completed', file: null },
        text: `${words.kept(file)}\n`,
      }
  }
  const keys = await askForKeys(context)
  const redirectUri = await askForRedirect(context, keys)
  const databaseUrl = await askForDatabase(context)
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = await ask({ message: words.zone, usual: here }, (answer) =>
    isTimeZone(answer) ? undefined : words.notAZone,
  )
  const values = {
    QBO_ENVIRONMENT: keys.environment,
    QBO_CLIENT_ID: keys.clientId,
    QBO_CLIENT_SECRET: keys.clientSecret,
    QBO_TOKEN_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: databaseUrl,
  }
  writeEnvironmentFile(file, environmentText(values))
  return {
    exitCode: exitCodes.done,
    event: { type: 'init.completed', file },
    text: `\n${words.written(file)}\n${words.next}\n\n${nextSteps(given.language, file, { redirectUri, zone })}`,
  }
}

const tones = { accepted: 'success', rejected: 'error', unknown: 'warn' } as const

async function askForKeys({ given, signal }: CommandContext): Promise<Keys> {
  const words = initWords[given.language]
  const filled = (answer: string): string | undefined => (answer === '' ? words.needed : undefined)
  const environment = await choose(words.environment, [
    { value: 'sandbox', label: words.sandbox },
    { value: 'production', label: words.production },
  ])
  for (;;) {
    const clientId = await ask({ message: words.clientId }, filled)
    const clientSecret = await ask({ message: words.clientSecret, isSecret: true }, filled)
    const keys = { environment, clientId, clientSecret }
    // No spinner: while it turns, Ctrl+C would be its own, and end the process as if all were well.
    log.step(words.trying)
    const verdict = await tryKeys(keys, given, signal)
    log[tones[verdict]](words[verdict])
    if (verdict !== 'rejected') return keys
  }
}

/** The rules are Intuit's: see `auth login`. */
function askForRedirect({ given }: CommandContext, { environment }: Keys): Promise<string> {
  const words = initWords[given.language]
  const usual = environment === 'sandbox' ? { usual: usualRedirect } : {}
  return ask({ message: words.redirect, ...usual }, (answer) => {
    const { protocol, hostname } = URL.canParse(answer) ? new URL(answer) : { protocol: '', hostname: '' }
    if (protocol === 'https:') return undefined
    if (environment === 'production') return words.notHttps
    return protocol === 'http:' && hostname === 'localhost' ? undefined : words.notAnAddress
  })
}

function askForDatabase({ given }: CommandContext): Promise<string> {
  const words = initWords[given.language]
  return ask({ message: words.database, isSecret: true }, async (answer) => {
    const problem = databaseUrlProblem(answer)
    if (problem !== undefined) return problem[given.language]
    try {
      const database = await openDatabase(answer)
      await database.close()
      log.success(words.opened)
      return undefined
    } catch (error) {
      return errorWords(error)[given.language]
    }
  })
}

function nextSteps(
  language: Language,
  file: string,
  { redirectUri, zone }: { readonly redirectUri: string; readonly zone: string },
): string {
  const redirect = redirectUri === usualRedirect ? '' : ` --redirect-uri ${redirectUri}`
  const path = quoted(/[/\\]/u.test(file) ? file : `./${file}`)
  const dates = { en: '--from … --to …', es: '--fecha-inicio … --fecha-fin …' }[language]
  const steps = [
    `set -a; . ${path}; set +a`,
    `qbo-backfill auth login${redirect}`,
    `echo QBO_REALM_ID=… >> ${quoted(file)}`,
    'qbo-backfill doctor',
    `qbo-backfill plan --time-zone ${zone} --entities all ${dates}`,
  ]
  return steps.map((step) => `  ${step}\n`).join('')
}
