const light =
  '--paper: #fff; --ink: #1f2328; --soft: #59636e; --line: #d0d7de; --card: #f6f8fa; --green: #1a7f37; --yellow: #9a6700; --red: #cf222e; --calls: #0969da;'
const dark =
  '--paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --card: #151b23; --green: #3fb950; --yellow: #d29922; --red: #f85149; --calls: #4493f8;'

/** Colours hold their contrast in the dark and on paper; numbers line up; on a phone the rows of tables become cards. */
export const evidenceStyle: string = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { font-size: 15px; }
body { font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); max-width: 1080px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: .3rem 0; font-size: 1.6rem; line-height: 1.2; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .4rem; font-weight: 600; }
.verdict { margin: .2rem 0 1.2rem; font-size: 1.05rem; }
.status { display: inline-block; margin: 0; font-weight: 600; color: #fff; padding: .15rem .8rem; border-radius: 999px; }
.status.green { background: #1a7f37; } .status.yellow { background: #9a6700; } .status.red { background: #cf222e; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem 1.5rem; margin: 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; overflow-wrap: anywhere; } dd span { display: block; color: var(--soft); font-size: .85rem; }
.help { color: var(--soft); font-size: .87rem; margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); } .number { text-align: right; }
th { font-weight: 600; color: var(--soft); font-size: .87rem; vertical-align: bottom; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
.mark { white-space: nowrap; font-weight: 600; } .mark::before { content: ""; display: inline-block; width: .65em; height: .65em; border-radius: 50%; margin-right: .45em; background: currentColor; }
.mark.green { color: var(--green); } .mark.yellow { color: var(--yellow); } .mark.red { color: var(--red); }
ul { padding-left: 1.2rem; margin: .4rem 0; }
.checks { list-style: none; padding: 0; margin: 0; }
.checks li { display: grid; grid-template-columns: 6.5rem 11rem 1fr; gap: .2rem 1rem; padding: .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } .checks p { margin: 0; }
figure { margin: .4rem 0; } svg { width: 100%; height: 120px; display: block; border-bottom: 1px solid var(--soft); }
rect.green { fill: var(--green); } rect.yellow { fill: var(--yellow); } rect.red, rect.failures { fill: var(--red); } rect.unknown { fill: var(--soft); } rect.pages { fill: var(--calls); }
.axis { display: flex; justify-content: space-between; gap: 1rem; margin: .25rem 0 0; color: var(--soft); font-size: .85rem; font-variant-numeric: tabular-nums; }
.legend { display: flex; gap: 1.2rem; margin: .4rem 0; font-size: .87rem; } .legend span::before { content: ""; display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: 2px; }
.legend .pages::before { background: var(--calls); } .legend .failures::before { background: var(--red); }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
@media screen and (max-width: 640px) {
  body { padding-top: 1rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; } tr { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1rem; padding: .6rem .8rem; margin-bottom: .6rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
  td, td.number { border: 0; padding: .1rem 0; text-align: left; overflow-wrap: anywhere; } td::before { content: attr(data-name); display: block; color: var(--soft); font-size: .8rem; }
  .checks li { grid-template-columns: 1fr auto; } .checks b { order: -1; } .checks div { grid-column: 1 / -1; }
  .axis { font-size: .78rem; }
}
@media print {
  :root { color-scheme: light; ${light} }
  @page { margin: 14mm; }
  html { font-size: 10.5px; } body { max-width: none; padding: 0; } dl { grid-template-columns: repeat(3, 1fr); }
  tr, .chart, figure, .checks li { break-inside: avoid; } h2, h3 { break-after: avoid; } svg { height: 90px; }
  rect, .mark::before, .status, .legend span::before, dl { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
