export const style = `
:root{color-scheme:light dark;--ink:light-dark(#1c2024,#e8eaed);--soft:light-dark(#515a66,#aab3bf);--line:light-dark(#dfe3e8,#3a4048);--edge:light-dark(#737d8a,#8b95a3);--paper:light-dark(#fff,#17191c);--tint:light-dark(#f4f6f8,#202429);--green:light-dark(#1a7f45,#4cc38a);--yellow:light-dark(#8a5a00,#e3b341);--red:light-dark(#b8232a,#ff8a82);--blue:light-dark(#0b5cba,#79b8ff)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.45 system-ui,sans-serif}
main{max-width:76rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:1.5rem 0 .4rem}p{margin:0 0 .5rem}
a{color:var(--blue)}
.age,.legend{color:var(--soft);font-size:.875rem}.warn,.loud{color:var(--red);font-weight:600}.loud .age{font-weight:400}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;margin-bottom:.75rem}.top>:first-child{flex:1 1 18rem}.top p{margin:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline}
.button,button{font:inherit;border:0;border-radius:.4rem;padding:.3rem .75rem;background:var(--blue);color:var(--paper);text-decoration:none;cursor:pointer;display:inline-block}
.plain{background:none;color:var(--blue);padding:0;text-decoration:underline}
.banner{border:1px solid var(--edge);border-left-width:.35rem;border-radius:.4rem;padding:.6rem .9rem;background:var(--tint)}
input{font:inherit;padding:.4rem;border:1px solid var(--edge);border-radius:.4rem;background:var(--paper);color:var(--ink)}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;list-style:none;margin:0 0 .75rem;padding:0}
.cards a{display:block;height:100%;border:1px solid var(--edge);border-radius:.5rem;padding:.5rem .8rem;color:var(--ink);text-decoration:none}
.cards a:hover,.cards a[aria-current]{background:var(--tint)}.cards a[aria-current]{outline:2px solid var(--blue)}
.cards b{display:block;font-size:1.7rem;line-height:1.2}
.cards .person b{color:var(--red)}.cards .soon b{color:var(--yellow)}.cards .working b{color:var(--blue)}.cards .fine b{color:var(--green)}
.cards .person a{border-color:var(--red)}.cards .none .mark{opacity:.75}
.mark{width:1rem;height:1rem;vertical-align:-.15rem;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;flex:none}
.mark.person{color:var(--red)}.mark.soon{color:var(--yellow)}.mark.working{color:var(--blue)}.mark.fine{color:var(--green)}.mark.working circle{stroke-dasharray:3 3}
.month{margin:0 0 1rem}.month p{margin:0 0 .25rem}.month.person b{color:var(--red)}
.bar{display:block;width:100%;height:.6rem;border-radius:.3rem;border:1px solid var(--edge)}
.whole{fill:var(--tint)}rect.used{fill:var(--blue)}rect.expected{fill:var(--blue);opacity:.35}
.soon rect.used,.soon rect.expected{fill:var(--yellow)}.person rect.used{fill:var(--red)}
.key{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;vertical-align:-.1rem;margin:0 .35rem 0 0;background:var(--blue)}.key.expected{opacity:.35;margin-left:.75rem}
.soon .key{background:var(--yellow)}.person .key{background:var(--red)}
.companies{margin-top:1.25rem}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:.875rem}
.name b{font-weight:600;overflow-wrap:anywhere}.name{min-width:14.5rem}.books{width:32%}.now{min-width:16.5rem}.books .age,.changes,.consent{white-space:nowrap}
.note{margin:0 0 .3rem;overflow-wrap:anywhere}.person .note strong{color:var(--red)}.soon .note strong{color:var(--yellow)}
.press{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;margin:0 0 .4rem}.press form{margin:0}
.busy{color:var(--blue)}.calm{display:none}.legend{margin-top:.75rem}
ul,ol{margin:0;padding:0;list-style:none}
.workers li,.events li{padding:.15rem 0;overflow-wrap:anywhere}.events .age{font-variant-numeric:tabular-nums;margin-right:.5rem}
@media(max-width:45rem){
 main{padding:.9rem}
 .cards{grid-template-columns:1fr 1fr;gap:.5rem}.cards b{display:inline;font-size:1.3rem;margin-right:.4rem}
 thead{position:absolute;left:-999rem}
 tr{display:grid;grid-template-columns:1fr auto;gap:0 .75rem;border-bottom:1px solid var(--line);padding:.5rem 0}
 td{border:0;padding:0}
 .name{grid-area:1/1}.consent{grid-area:1/2;color:var(--soft);font-size:.875rem}
 .name,.now{min-width:0}.books{grid-column:1/-1;width:auto}.books .age{white-space:normal}.now{grid-column:1/-1}.changes,.now.idle,.working .books{display:none}
 .few .fine{display:none}.calm{display:block}
 .press a,.press button{padding-block:.4rem}
}`
