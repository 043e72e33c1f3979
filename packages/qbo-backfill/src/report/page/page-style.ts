const light =
  '--paper: #fff; --ink: #1f2328; --soft: #59636e; --line: #d0d7de; --card: #f6f8fa; --green: #1a7f37; --yellow: #8a5c00; --red: #c21e2b; --link: #0757ba; --red-card: #fff0ee; --yellow-card: #fff8dc; --green-card: #eafbee;'
const dark =
  '--paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --card: #151b23; --green: #3fb950; --yellow: #d29922; --red: #ff7b72; --link: #6cb0ff; --red-card: #2d1618; --yellow-card: #272115; --green-card: #12261e;'

/** Colours hold their contrast in the dark and on paper; numbers line up; on a phone the rows of tables become cards. */
export const pageStyle: string = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { font-size: 15px; }
body { font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper); max-width: 1080px; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
.kind { margin: 0; color: var(--soft); font-size: .87rem; }
h1 { margin: .2rem 0 0; font-size: 1.9rem; line-height: 1.2; }
.range { margin: .2rem 0 1rem; font-size: 1.1rem; color: var(--soft); }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; font-weight: 600; }
h4 { font-size: .95rem; margin: 1rem 0 .2rem; font-weight: 600; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.verdict { display: flex; gap: 1rem; align-items: flex-start; padding: 1rem; border-radius: 8px; border-left: 6px solid; }
.verdict p { margin: 0; } .verdict div p { font-size: 1.15rem; line-height: 1.45; } .verdict div p + p { margin-top: .3rem; font-size: 1rem; }
.verdict.green { background: var(--green-card); border-color: var(--green); } .verdict.yellow { background: var(--yellow-card); border-color: var(--yellow); } .verdict.unknown { background: var(--card); border-color: var(--soft); } .verdict.red { background: var(--red-card); border-color: var(--red); }
.status { flex: none; font-weight: 600; color: #fff; padding: .1rem .8rem; border-radius: 999px; }
.status.green { background: #1a7f37; } .status.yellow { background: #8a5c00; } .status.red { background: #c21e2b; } .status.unknown { background: #59636e; }
.contents ul { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; list-style: none; padding: 0; margin: .9rem 0 0; font-size: .93rem; } main > div, .finding { scroll-margin-top: 1rem; } .finding:target { outline: 2px solid var(--link); outline-offset: 2px; }
.statement { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.5rem; }
.statement h2 { font-size: 1rem; margin: 1.2rem 0 .3rem; border: 0; padding: 0; } .statement li { font-size: .93rem; margin: .2rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem 1.5rem; margin: .8rem 0; }
dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; } dd span { display: block; color: var(--soft); font-size: .85rem; }
.help { color: var(--soft); font-size: .87rem; margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; } .number { text-align: right; white-space: nowrap; }
thead th, thead th.number { white-space: normal; overflow-wrap: break-word; } .number + :not(.number) { padding-left: 1.6rem; } thead th { font-weight: 600; color: var(--soft); font-size: .87rem; vertical-align: bottom; } tbody th { font-weight: 600; }
tbody th, td { overflow-wrap: break-word; } tbody th { min-width: 7.5rem; } th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
.mark { white-space: nowrap; font-weight: 600; } .mark::before { content: ""; display: inline-block; width: .65em; height: .65em; border-radius: 50%; margin-right: .45em; background: currentColor; }
.mark.green { color: var(--green); } .mark.yellow { color: var(--yellow); } .mark.red { color: var(--red); } .mark.unknown { color: var(--soft); } .mark a { color: inherit; }
ul { padding-left: 1.2rem; margin: .4rem 0; }
.finding { margin: 1rem 0; padding: .2rem 1rem .8rem; border: 1px solid var(--line); border-left: 4px solid var(--yellow); border-radius: 6px; } .finding.red { border-left-color: var(--red); }
.finding .mark { white-space: normal; } .finding h3 { margin: .6rem 0 .2rem; } .finding > p { margin: .3rem 0; }
details { margin: .4rem 0; } summary { cursor: pointer; padding: .2rem 0; }
.months > summary, main > div > section > details > summary { font-weight: 600; color: var(--link); }
.months details { margin-left: 1rem; border-bottom: 1px solid var(--line); } .months h4 { margin-left: 1rem; }
.months summary span { font-variant-numeric: tabular-nums; } .months summary span + span::before { content: " · "; color: var(--soft); }
.days { margin: .4rem 0 .8rem; font-size: .87rem; font-variant-numeric: tabular-nums; }
.calendars { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 3rem; } .calendars > .long, .calendars > div:has(> details[open]) { grid-column: 1 / -1; }
table.grid { width: auto; min-width: 60%; } .grid tbody th { min-width: 0; } .grid th, .grid td { padding: .25rem .9rem .25rem 0; text-align: right; white-space: nowrap; } .grid th:first-child { text-align: left; }
.grid td span { display: block; font-size: .82rem; color: var(--soft); } .grid td.differs, .grid td.differs span { color: var(--red); font-weight: 600; } .grid td.differs { background: var(--red-card); } .grid tfoot th, .grid tfoot td { font-weight: 600; border-bottom: 0; }
figure { margin: .4rem 0; } svg { width: 100%; height: 120px; display: block; border-bottom: 1px solid var(--soft); }
rect.failures { fill: var(--red); } rect.pages { fill: var(--link); }
.axis { display: flex; justify-content: space-between; gap: 1rem; margin: .25rem 0 0; color: var(--soft); font-size: .85rem; font-variant-numeric: tabular-nums; }
.legend { display: flex; gap: 1.2rem; margin: .4rem 0; font-size: .87rem; } .legend span::before { content: ""; display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: 2px; }
.legend .pages::before { background: var(--link); } .legend .failures::before { background: var(--red); }
.sign { display: none; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; } footer p { margin: .2rem 0; }
@media screen and (max-width: 640px) {
  body { padding-top: 1rem; } .verdict { flex-direction: column; gap: .5rem; } .statement { grid-template-columns: 1fr; }
  table:not(.grid) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table:not(.grid), table:not(.grid) tbody { display: block; } table:not(.grid) tr { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1rem; padding: .6rem .8rem; margin-bottom: .6rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
  table:not(.grid) tbody th { grid-column: 1 / -1; border: 0; padding: 0; } td, td.number { border: 0; padding: .1rem 0; text-align: left; white-space: normal; } table:not(.grid) td::before { content: attr(data-name); display: block; color: var(--soft); font-size: .8rem; }
  table.grid { width: 100%; min-width: 0; font-size: .87rem; } .grid th, .grid td, .grid td.number { padding: .2rem 0 .2rem .4rem; text-align: right; border-bottom: 1px solid var(--line); } .grid th:first-child { padding-left: 0; } .long table.grid { display: none; }
  .finding { padding: .1rem .7rem .6rem; } .months details, .months h4 { margin-left: .4rem; } .axis { font-size: .78rem; }
}
@page { size: A4; margin: 14mm 14mm 18mm; @bottom-left { font: 7pt system-ui, sans-serif; color: #59636e; vertical-align: top; padding-top: 3mm; width: 84%; text-align: left; } @bottom-right { font: 7pt system-ui, sans-serif; color: #59636e; vertical-align: top; padding-top: 3mm; width: 16%; text-align: right; } }
@media print {
  :root { color-scheme: light; ${light} }
  html { font-size: 10.5px; } body { max-width: none; padding: 0; } h2 { margin-top: 1.6rem; } .statement { grid-template-columns: 1fr 1fr; }
  tr, .finding, figure, .sign, .verdict, .statement > div, .calendars > div, li { break-inside: avoid; } h2, h3, h4, thead, .finding h3, summary { break-after: avoid; } table.grid { break-inside: avoid; } thead { display: table-header-group; }
  .contents { display: none; } .mark a { text-decoration: none; } details:not([open]):not(.kept) { display: none; } svg { height: 90px; } a { color: inherit; }
  .sign { display: block; margin-top: 2rem; } .sign div { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; padding: 1rem 1.2rem .6rem; border: 1px solid var(--ink); } .sign p { margin: 0; padding-top: .3rem; } .sign span { display: block; height: 14mm; border-bottom: 1px solid var(--ink); }
  rect, .mark::before, .status, .verdict, .differs, .legend span::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
