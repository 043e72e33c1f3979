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
.button,button{font:inherit;border:1px solid var(--blue);border-radius:.4rem;padding:.25rem .75rem;background:none;color:var(--blue);text-decoration:none;cursor:pointer;display:inline-block}
.button{background:var(--blue);color:var(--paper)}
.plain{border:0;padding:0;text-decoration:underline}
.sum{font-size:1.15rem;font-weight:600;margin-bottom:.75rem}
.banner{border:1px solid var(--edge);border-left-width:.35rem;border-radius:.4rem;padding:.6rem .9rem;background:var(--tint)}
input{font:inherit;padding:.4rem;border:1px solid var(--edge);border-radius:.4rem;background:var(--paper);color:var(--ink)}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;list-style:none;margin:0 0 .75rem;padding:0}
.cards a,.cards div{display:block;height:100%;border:1px solid var(--edge);border-radius:.5rem;padding:.5rem .8rem;color:var(--ink);text-decoration:none}
.cards u{color:var(--blue);margin-left:.4rem;white-space:nowrap}.cards div{border-color:var(--line);color:var(--soft)}
.cards a:hover,.cards a[aria-current]{background:var(--tint)}.cards a[aria-current]{outline:2px solid var(--blue)}
.cards b{font-size:1.5rem;line-height:1.2;margin-right:.4rem}
.cards .person b{color:var(--red)}.cards .soon b{color:var(--yellow)}.cards .working b{color:var(--blue)}.cards .fine b{color:var(--green)}
.cards .person a{border-color:var(--red)}.cards .none .mark{opacity:.75}
.mark{width:1rem;height:1rem;vertical-align:-.15rem;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;flex:none}
.mark.person{color:var(--red)}.mark.soon{color:var(--yellow)}.mark.working{color:var(--blue)}.mark.fine{color:var(--green)}.mark.working circle{stroke-dasharray:3 3}
.month{margin:1.5rem 0 1rem}.month p{margin:0 0 .25rem}
.bar{display:block;width:100%;height:.6rem;border-radius:.3rem;border:1px solid var(--edge)}
.whole{fill:var(--tint)}rect.used{fill:var(--blue)}.soon rect.used{fill:var(--yellow)}
.companies{margin-top:1.25rem}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:.875rem}
.name b{font-weight:600;overflow-wrap:anywhere}.name{width:24%}.copy{width:40%}.sync,.consent{white-space:nowrap}
.note{margin:0 0 .3rem;overflow-wrap:anywhere}.person .note strong{color:var(--red)}.soon .note strong{color:var(--yellow)}
.press{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;margin:0 0 .4rem}.press form{margin:0}
.also{display:inline-flex;margin:0 0 0 .5rem;vertical-align:baseline}
.records li{margin:0 0 .4rem;padding-left:.7rem;border-left:3px solid var(--line);overflow-wrap:anywhere}
.busy{color:var(--blue)}.calm{margin:.75rem 0 0}.legend{margin-top:1.25rem}
ul,ol{margin:0;padding:0;list-style:none}
.workers li,.events li{padding:.15rem 0;overflow-wrap:anywhere}.events .age{font-variant-numeric:tabular-nums;margin-right:.5rem}
@media(max-width:45rem){
 main{padding:.9rem}
 .cards{grid-template-columns:1fr 1fr;gap:.5rem}.cards a,.cards div{padding:.4rem .6rem}.cards b{font-size:1.2rem}.cards u{display:none}.cards span{text-decoration:underline}.cards div span{text-decoration:none}
 thead{position:absolute;left:-999rem}
 tr{display:block;border-bottom:1px solid var(--line);padding:.6rem 0}
 td{display:block;border:0;padding:0;width:auto}
 .copy,.name{width:auto}.name{margin-bottom:.15rem}
 .sync,.now,.consent{font-size:.875rem;color:var(--soft);white-space:normal}.sync::before,.now::before,.consent::before{content:attr(data-name) ": "}
 .now.idle,.working .sync,.fine .sync,.fine .consent,.working .consent{display:none}
 .press a,.press button{padding-block:.4rem}
}`
