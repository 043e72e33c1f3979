/** Colours hold their contrast in the dark and on paper; numbers line up. */
export const evidenceStyle = `
:root { color-scheme: light dark; --green: #1a7f37; --yellow: #9a6700; --red: #cf222e; --line: #d0d7de; --soft: #59636e; }
@media (prefers-color-scheme: dark) { :root { --green: #3fb950; --yellow: #d29922; --red: #f85149; --line: #3d444d; --soft: #9198a1; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1080px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: .2rem 0; font-size: 1.5rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
header p { margin: .2rem 0; color: var(--soft); }
.status { display: inline-block; font-weight: 600; color: #fff; padding: .15rem .7rem; border-radius: 999px; }
.status.green { background: #1a7f37; } .status.yellow { background: #9a6700; } .status.red { background: #cf222e; }
header .status { color: #fff; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; color: var(--soft); } th:first-child, td:first-child { text-align: left; }
.dot { display: inline-block; width: .65em; height: .65em; border-radius: 50%; margin-right: .4em; }
.dot.green { background: var(--green); } .dot.yellow { background: var(--yellow); } .dot.red { background: var(--red); }
svg { width: 100%; height: 140px; display: block; border-bottom: 1px solid var(--line); }
rect.green { fill: var(--green); } rect.yellow { fill: var(--yellow); } rect.red { fill: var(--red); } rect.unknown { fill: var(--soft); }
.axis { display: flex; justify-content: space-between; margin: .25rem 0 0; color: var(--soft); font-size: .85rem; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
@media print { body { max-width: none; padding: 0; font-size: 11px; } section { break-inside: avoid; } rect, .dot, .status { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`
