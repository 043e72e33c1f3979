import type { FoundView, ViewStyle } from 'qbo-raw-sink'
import { formatTable } from '../../output/table.js'
import type { Command } from '../command.js'
import { withSink } from './view-sink.js'

export const viewsList: Command = {
  async run({ given }) {
    const views = await withSink(given, (sink) => sink.listViews())
    return {
      exitCode: 0,
      event: { type: 'views.completed', schemas: summarize(views) },
      text: views.length === 0 ? 'No views.\n' : tableOf(views),
    }
  },
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

function tableOf(views: readonly FoundView[]): string {
  return formatTable(
    ['view', 'style', 'company', 'state'],
    views.map(({ schema, name, style, realmId = 'all', isCurrent }) => [
      `${schema}.${name}`,
      style,
      realmId,
      isCurrent ? 'current' : 'outdated: views create',
    ]),
  )
}
