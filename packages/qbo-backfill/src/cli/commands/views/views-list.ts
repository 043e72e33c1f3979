import type { FoundView, ViewStyle } from 'qbo-raw-sink'
import type { Language } from '../../words/language.js'
import { formatTable } from '../../output/table.js'
import type { Command } from '../command.js'
import { withSink } from './view-sink.js'

export const run: Command = async ({ given }) => {
  const views = await withSink(given, (sink) => sink.listViews())
  return {
    exitCode: 0,
    event: { type: 'views.completed', schemas: summarize(views) },
    text: tableOf(views, given.language),
  }
}

interface ViewsOfSchema {
  readonly schema: string
  readonly style: ViewStyle
  readonly realmId: string | null
  readonly views: number
  /** Those that `views create` would change. */
  readonly outdated: number
}

function summarize(views: readonly FoundView[]): readonly ViewsOfSchema[] {
  const groups = new Map<string, FoundView[]>()
  for (const view of views) {
    const key = `${view.style} ${view.schema}`
    groups.set(key, [...(groups.get(key) ?? []), view])
  }
  return Array.from(groups.values(), (group) => {
    const { schema, style, realmId = null } = group[0]!
    const outdated = group.filter(({ isCurrent }) => !isCurrent).length
    return { schema, style, realmId, views: group.length, outdated }
  })
}

function tableOf(views: readonly FoundView[], language: Language): string {
  const words = {
    en: {
      none: 'No views.\n',
      head: ['view', 'style', 'company', 'state'],
      all: 'all',
      current: 'current',
      outdated: 'outdated',
    },
    es: {
      none: 'No hay vistas.\n',
      head: ['vista', 'estilo', 'empresa', 'estado'],
      all: 'todas',
      current: 'al día',
      outdated: 'desactualizada',
    },
  }[language]
  if (views.length === 0) return words.none
  return formatTable(
    words.head,
    views.map(({ schema, name, style, realmId = words.all, isCurrent }) => [
      `${schema}.${name}`,
      style,
      realmId,
      isCurrent ? words.current : `${words.outdated}: views create`,
    ]),
  )
}
