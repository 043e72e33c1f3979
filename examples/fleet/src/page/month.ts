import type { Month } from '../fleet-state.ts'
import type { Words } from '../words/words.ts'
import { pacificDay } from './times.ts'

/** The calls of the app's month: used, left, and where it goes. */
export function monthHtml({ taken, budget, forecast, resetsAt }: Month, say: Words): string {
  const number = (value: number): string => value.toLocaleString(say.locale, { useGrouping: 'always' })
  const date = pacificDay(resetsAt, say)
  const isSpent = taken >= budget
  const isOver = !isSpent && forecast !== null && forecast > budget
  const colour = isSpent ? 'person' : isOver ? 'soon' : 'within'
  const width = (value: number): string =>
    budget === 0 ? '100' : Math.min(100, (100 * value) / budget).toFixed(2)
  const outlook =
    forecast === null
      ? `<p class="age">${say.noForecast}</p>`
      : `<p class="${isOver ? 'warn' : 'age'}">${say.forecast(number(forecast), date)}${isOver ? `: ${say.over(date)}` : ''}</p>`
  const used = say.calls(number(taken), number(budget), number(Math.max(0, budget - taken)))
  const key = forecast === null ? '' : ` <span class="key expected"></span>${say.keyForecast}`
  return `<section class="month ${colour}"><p><b>${isSpent ? say.spent(number(budget), date) : used}</b></p>${
    isSpent ? '' : outlook
  }<svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="3" class="whole"/>${
    forecast === null ? '' : `<rect width="${width(forecast)}" height="3" class="expected"/>`
  }<rect width="${width(taken)}" height="3" class="used"/></svg><p class="age"><span class="key used"></span>${say.keyUsed}${key}</p></section>`
}
