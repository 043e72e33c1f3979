import type { Month } from '../fleet-state.ts'
import type { Words } from '../words/words.ts'
import { pacificDay } from './times.ts'

/** Whether somebody should look at the calls before anything else. */
export function isMonthWrong({ taken, budget, forecast }: Month): boolean {
  return taken >= budget || (forecast !== null && forecast > budget)
}

/** The calls of the app's month: taken, and whether the rest is enough. */
export function monthHtml(month: Month, say: Words, now: Date): string {
  const { taken, budget, forecast, resetsAt } = month
  const number = (value: number): string => value.toLocaleString(say.locale, { useGrouping: 'always' })
  const date = pacificDay(resetsAt, say)
  if (taken >= budget)
    return `<section class="month person"><p class="warn">${say.spent(number(budget), date)}</p></section>`
  const outlook =
    forecast === null
      ? say.noForecast(date)
      : forecast > budget
        ? say.over(pacificDay(endOf(month, forecast, now), say))
        : say.enough(date)
  const width = ((100 * taken) / budget).toFixed(2)
  return `<section class="month ${isMonthWrong(month) ? 'soon' : 'within'}"><p><b>${say.calls(number(taken), number(budget))}.</b> ${outlook}</p><svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="3" class="whole"/><rect width="${width}" height="3" class="used"/></svg></section>`
}

/** As straight as the forecast. */
function endOf({ taken, budget, resetsAt }: Month, forecast: number, now: Date): Date {
  const left = resetsAt.getTime() - now.getTime()
  return new Date(now.getTime() + (left * (budget - taken)) / (forecast - taken))
}
