import type { Command } from './command.js'

/** Help for a person: the commands, or the flags of one. */
export function usage(commands: readonly Command[], command: Command | undefined): string {
  if (command !== undefined) {
    const flags = [
      ...command.flags.values.map((flag) => `--${flag} VALUE`),
      ...command.flags.switches.map((flag) => `--${flag}`),
    ]
    const words = [
      command.name,
      ...(command.subcommands === undefined ? [] : [command.subcommands.join('|')]),
      ...(command.operands === undefined ? [] : [`[${command.operands}]`]),
    ]
    return `qbo-backfill ${words.join(' ')}: ${command.summary}\n\n  ${[...flags, '--config FILE', '--json'].join('\n  ')}\n`
  }
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'qbo-backfill: a QuickBooks Online company in your own PostgreSQL, proved complete.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Environment: QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_REALM_ID, QBO_REFRESH_TOKEN, QBO_ENVIRONMENT, DATABASE_URL.',
    'Example: qbo-backfill run --entities customers,items,invoices --from 2024-01-01T00:00:00Z --to 2025-01-01T00:00:00Z',
    'En español: --fecha-inicio y --fecha-fin son lo mismo que --from y --to.',
    '',
  ].join('\n')
}
