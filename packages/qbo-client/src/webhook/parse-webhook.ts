import { createHash } from 'node:crypto'
import { z } from 'zod'
import { QboError } from '../errors.js'
import { findEntity } from '../entity/entity.js'
import { readInstant } from '../statement/instant.js'
import type { WebhookEvent, WebhookOperation } from './webhook-event.js'

const idText = z.union([z.string().min(1), z.int().transform(String)])
const instantText = z.string().transform((text, context) => {
  const ms = readInstant(text)
  if (ms !== undefined) return new Date(ms).toISOString()
  context.addIssue('not an instant')
  return z.NEVER
})

/** One of the CloudEvents that Intuit sends since 2026. */
const cloudEvent = z.object({
  id: idText,
  /** `qbo.invoice.void.v1` */
  type: z.string().regex(/^qbo\.\w+\.\w+\.v\d+$/iu),
  time: instantText,
  intuitentityid: idText,
  intuitaccountid: idText,
  data: z.object({ deletedid: idText.optional() }).nullish().catch(undefined),
})

const notification = z.object({
  realmId: idText,
  dataChangeEvent: z.object({ entities: z.array(z.unknown()) }),
})

const changedEntity = z.object({
  id: idText,
  name: z.string().min(1),
  operation: z.string(),
  lastUpdated: instantText,
  deletedId: idText.optional(),
})

const envelope = z.union([
  z.array(z.unknown()).transform((events) => ({ events, notifications: [] as unknown[] })),
  z
    .object({ eventNotifications: z.array(z.unknown()) })
    .transform(({ eventNotifications }) => ({ events: [] as unknown[], notifications: eventNotifications })),
  // A single one, as CloudEvents has it where events are not sent together.
  z.looseObject({ specversion: z.string() }).transform((event) => ({ events: [event], notifications: [] })),
])

/**
 * The events of a delivery, of whichever envelope: CloudEvents, or the older `eventNotifications`. One delivery may be of
 * several companies. An entry that is not about a record of the accounting API is left out, and the others are told:
 * Intuit would send the whole delivery again, and nothing else before that.
 *
 * Look at {@link verifyWebhook} first: a body that nobody signed may say anything.
 *
 * @throws {QboError} QBO_WEBHOOK_UNREADABLE for a body that is neither envelope.
 */
export function parseWebhook(body: Uint8Array | string): readonly WebhookEvent[] {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const parsed = envelope.safeParse(parsedJson(text))
  if (!parsed.success) throw unreadable()
  const { events, notifications } = parsed.data
  return [...events.flatMap(ofCloudEvent), ...notifications.flatMap(ofNotification)]
}

function ofCloudEvent(value: unknown): readonly WebhookEvent[] {
  const { success, data: event } = cloudEvent.safeParse(value)
  if (!success) return []
  const [, entity = '', operation = ''] = event.type.split('.')
  return [
    {
      id: event.id,
      realmId: event.intuitaccountid,
      entity: findEntity(entity)?.name ?? entity,
      recordId: event.intuitentityid,
      operation: operationOf(operation),
      at: event.time,
      ...mergedInto(event.data?.deletedid),
    },
  ]
}

function ofNotification(value: unknown): readonly WebhookEvent[] {
  const { success, data } = notification.safeParse(value)
  if (!success) return []
  const { realmId, dataChangeEvent } = data
  return dataChangeEvent.entities.flatMap((each) => {
    const { success: isKnown, data: changed } = changedEntity.safeParse(each)
    if (!isKnown) return []
    const { name, id, operation, lastUpdated, deletedId } = changed
    const said = [realmId, name, id, operation, lastUpdated, deletedId]
    return [
      {
        id: createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32),
        realmId,
        entity: findEntity(name)?.name ?? name,
        recordId: id,
        operation: operationOf(operation),
        at: lastUpdated,
        ...mergedInto(deletedId),
      },
    ]
  })
}

function mergedInto(mergedId: string | undefined): { readonly mergedId?: string } {
  return mergedId === undefined ? {} : { mergedId }
}

/** `Create` in the older envelope, `created` in the newer; for a void both say `void`. */
const operations: ReadonlyMap<string, WebhookOperation> = new Map([
  ...(['created', 'updated', 'deleted', 'merged'] as const).flatMap((word) => [
    [word, word] as const,
    [word.slice(0, -1), word] as const,
  ]),
  ...['void', 'voided'].map((word) => [word, 'voided'] as const),
  ...['email', 'emailed'].map((word) => [word, 'emailed'] as const),
])

function operationOf(word: string): WebhookOperation {
  return operations.get(word.toLowerCase()) ?? 'other'
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw unreadable()
  }
}

/** Never quotes the body: it is a stranger's. */
function unreadable(): QboError {
  return new QboError(
    'QBO_WEBHOOK_UNREADABLE',
    'The body of the webhook is neither a list of CloudEvents nor { "eventNotifications": … }. Hand over the whole body as it came.',
  )
}
