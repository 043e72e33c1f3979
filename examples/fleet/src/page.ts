import type { CompanyState, FleetState } from './fleet-state.ts'
import { words, type Language, type Words } from './words.ts'

/** The whole page: server-rendered, no script, nothing from elsewhere. */
export function renderPage(state: FleetState, language: Language, now: Date = new Date()): string {
  const say = words[language]
  const { companies } = state
  const count = (of: (company: CompanyState) => boolean): number => companies.filter(of).length
  const time = now.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })
  const facts = [
    [
      'green',
      count(({ colour, needsPerson }) => needsPerson === null && (colour === 'green' || colour === 'yellow')),
      say.proved,
    ],
    ['red', count(isForPerson), say.attention],
    ['none', count(({ colour, needsPerson }) => colour === 'none' && needsPerson === null), say.unproved],
    ['busy', count(({ running }) => running !== null), say.working],
  ] as const
  return documentOf(
    say,
    language,
    `<ul class="facts">${facts
      .map(([kind, number, text]) => `<li class="${kind}"><b>${number}</b> ${text}</li>`)
      .join('')}</ul>
    ${monthHtml(state.month, say, language)}
    <p class="bar"><a class="button" href="/connect">${say.connect}</a> <a href="?lang=${language === 'en' ? 'es' : 'en'}" lang="${language === 'en' ? 'es' : 'en'}">${say.other}</a></p>
    ${companies.length === 0 ? `<p>${say.none}</p>` : tableHtml(companies, say, language, now)}
    <p class="small">${say.legend}</p><p class="small">${say.asOf(escape(time))}</p>`,
    true,
  )
}

/** Asks for the token that the page is behind. */
export function renderDoor(language: Language): string {
  const say = words[language]
  return documentOf(
    say,
    language,
    `<form method="post" action="/token"><label>${say.token} <input type="password" name="token" autocomplete="current-password" required></label> <button class="button">${say.open}</button></form>`,
    false,
  )
}

/** A record is missing, or nothing goes on until somebody does something. */
function isForPerson({ colour, needsPerson, isConnected }: CompanyState): boolean {
  return colour === 'red' || needsPerson !== null || !isConnected
}

function monthHtml(month: FleetState['month'], say: Words, language: Language): string {
  const { taken, budget, forecast, resetsAt } = month
  const number = (value: number): string => value.toLocaleString(language === 'es' ? 'es-EC' : 'en-US')
  const date = resetsAt.toLocaleDateString(language, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const part = (value: number): string =>
    budget === 0 ? '100' : Math.min(100, (100 * value) / budget).toFixed(2)
  return `<section class="month"><p><b>${say.calls(number(taken), number(budget))}</b>, ${say.forecast(number(forecast), date)}${
    forecast > budget ? ` – <strong>${say.over}</strong>` : ''
  }</p><svg viewBox="0 0 100 3" preserveAspectRatio="none" role="img" aria-label="${say.calls(number(taken), number(budget))}"><rect width="100" height="3" class="whole"/><rect width="${part(forecast)}" height="3" class="forecast"/><rect width="${part(taken)}" height="3" class="taken"/></svg></section>`
}

function tableHtml(companies: readonly CompanyState[], say: Words, language: Language, now: Date): string {
  const heads = [say.company, say.proof, say.sync, say.now, say.connection]
  const rows = companies.map((company) => {
    const proof =
      company.provedAt === null ? '' : ` <span class="age">${ago(company.provedAt, now, language)}</span>`
    const cells = [
      `<span class="name">${escape(company.name)}</span>`,
      `<span class="dot ${company.colour}"></span>${say.colours[company.colour]}${proof}`,
      company.syncedAt === null ? say.never : ago(company.syncedAt, now, language),
      nowHtml(company, say, language, now),
      connectionHtml(company, say),
    ]
    return `<tr class="${isForPerson(company) ? 'person' : ''}">${cells
      .map((cell, index) => `<td data-head="${heads[index]}"><span>${cell}</span></td>`)
      .join('')}</tr>`
  })
  return `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function nowHtml(company: CompanyState, say: Words, language: Language, now: Date): string {
  const task = (name: string): string => say.tasks[name] ?? escape(name)
  if (company.running !== null) return `<span class="busy">${task(company.running)} …</span>`
  if (company.needsPerson !== null)
    return `<details><summary>${say.person}</summary>${escape(company.needsPerson)}</details>`
  if (company.waiting === null) return say.idle
  const { until } = company.waiting
  const when = until.getTime() <= now.getTime() ? '…' : momentOf(until, now, language)
  return say.waits(task(company.waiting.task), when)
}

function connectionHtml({ isConnected, daysLeft }: CompanyState, say: Words): string {
  if (!isConnected) return `<strong>${say.disconnected}</strong> · <a href="/connect">${say.reconnect}</a>`
  if (daysLeft === null || !Number.isFinite(daysLeft)) return say.unknownDays
  const text = say.days(daysLeft)
  return daysLeft < 14 ? `<strong>${text}</strong> · <a href="/connect">${say.reconnect}</a>` : text
}

function momentOf(until: Date, now: Date, language: Language): string {
  const isToday = until.getTime() - now.getTime() < 86_400_000
  return until.toLocaleString(
    language,
    isToday
      ? { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }
      : { day: 'numeric', month: 'short' },
  )
}

/** `3 hours ago`, `hace 3 horas`. */
function ago(then: Date, now: Date, language: Language): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const seconds = Math.round((then.getTime() - now.getTime()) / 1000)
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  for (const [unit, length] of units)
    if (-seconds >= length) return format.format(Math.ceil(seconds / length), unit)
  return format.format(Math.min(0, seconds), 'second')
}

function documentOf(say: Words, language: Language, body: string, renews: boolean): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${
    renews ? '<meta http-equiv="refresh" content="15">' : ''
  }<title>${say.title}</title><style>${style}</style></head>
<body><main><h1>${say.title}</h1>${body}</main></body></html>
`
}

/** A company's name is what its owner typed. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? '')
}

const style = `
:root{color-scheme:light dark;--ink:light-dark(#1c2024,#e8eaed);--soft:light-dark(#5b6470,#a3acb8);--line:light-dark(#dfe3e8,#3a4048);--paper:light-dark(#fff,#17191c);--green:light-dark(#1a7f45,#4cc38a);--yellow:light-dark(#9a6700,#e3b341);--red:light-dark(#c0262d,#ff7b72);--blue:light-dark(#0b63c5,#79b8ff)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.5rem;margin:0 0 1rem}
.facts{display:flex;flex-wrap:wrap;gap:.75rem;list-style:none;margin:0 0 1rem;padding:0}
.facts li{flex:1 1 9rem;border:1px solid var(--line);border-radius:.5rem;padding:.6rem .9rem;color:var(--soft)}
.facts b{display:block;font-size:1.7rem;line-height:1.2;color:var(--ink)}
.facts .green b{color:var(--green)}.facts .red b{color:var(--red)}.facts .busy b{color:var(--blue)}
.month p{margin:0 0 .4rem}.month svg{display:block;width:100%;height:.6rem;border-radius:.3rem}
.whole{fill:var(--line)}.forecast{fill:var(--blue);opacity:.35}.taken{fill:var(--blue)}
.bar{display:flex;gap:1rem;align-items:center;margin:1rem 0}
a{color:var(--blue)}.button{font:inherit;border:0;border-radius:.4rem;padding:.45rem .9rem;background:var(--blue);color:var(--paper);text-decoration:none;cursor:pointer}
input{font:inherit;padding:.4rem;border:1px solid var(--line);border-radius:.4rem;background:var(--paper);color:var(--ink)}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:.875rem}
.name{font-weight:600;overflow-wrap:anywhere}.age,.small{color:var(--soft);font-size:.875rem}
.dot{display:inline-block;width:.75rem;height:.75rem;border-radius:50%;margin-right:.5rem;background:var(--line)}
.dot.green{background:var(--green)}.dot.yellow{background:var(--yellow)}.dot.red{background:var(--red)}
.busy{color:var(--blue)}strong,summary{color:var(--red)}details{max-width:28rem;overflow-wrap:anywhere}summary{cursor:pointer}
@media(max-width:45rem){
 thead{position:absolute;left:-999rem}
 tr{display:block;border:1px solid var(--line);border-radius:.5rem;margin:0 0 .75rem;padding:.5rem .75rem}
 tr.person{border-color:var(--red)}
 td{display:flex;gap:.75rem;justify-content:space-between;border:0;padding:.15rem 0;text-align:right}
 td::before{content:attr(data-head);color:var(--soft);font-size:.875rem;text-align:left}
 td:first-child{text-align:left}td:first-child::before{content:none}
 td:nth-child(2){text-align:left}td:nth-child(2)::before{content:none}
}`
