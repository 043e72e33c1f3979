import { z } from 'zod'
import type { Check } from '../verdict/check.js'
import type { CheckQuestion, CustomCheck } from '../verdict/custom-check.js'
import { colours } from '../verdict/colour.js'

const answers = z.object({
  status: z.enum(colours),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
})

/** Asks a check; whatever it does, there is an answer that can be stored. */
export async function askCustomCheck(own: CustomCheck, question: CheckQuestion): Promise<Check> {
  const { entity } = question
  const place = { entity, name: own.name }
  try {
    const answer: unknown = await own.check(question)
    const known = answers.safeParse(answer)
    if (!known.success)
      return red(place, 'answered neither green, yellow nor red with a message', known.error.message)
    const { status, message, details = {} } = known.data
    return { ...place, status, message: storable(message), details: storableDetails(details) }
  } catch (error) {
    return red(place, 'failed', error instanceof Error ? error.message : String(error))
  }
}

function red({ entity, name }: Pick<Check, 'entity' | 'name'>, what: string, error: string): Check {
  const message = storable(`${entity}: the check "${name}" ${what}: ${error}`)
  return { entity, name, status: 'red', message, details: { error: storable(error) } }
}

/** PostgreSQL holds no NUL, and no half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD')
}

/** As JSON holds them. @throws what JSON cannot hold */
function storableDetails(details: Check['details']): Check['details'] {
  const text = JSON.stringify(details, (_, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  )
  return JSON.parse(text) as Check['details']
}
