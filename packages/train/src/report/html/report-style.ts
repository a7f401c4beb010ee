import { darkPlots } from '../dark-plots';
import { colors, darkColors } from '../theme';

const dark = (color: string) => darkColors[color];

/** The style sheet of the report. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #f3f5f8; --surface: ${colors.surface}; --ink: ${colors.ink}; --muted: ${colors.muted};
  --line: ${colors.grid}; --accent: ${colors.blue}; --bar: #d6e6f3; --right: ${colors.right}; --wrong: ${colors.wrong};
}
@media (prefers-color-scheme: dark) {
:root {
  --page: #0e1319; --surface: ${dark(colors.surface)}; --ink: ${dark(colors.ink)}; --muted: ${dark(colors.muted)};
  --line: ${dark(colors.grid)}; --accent: ${dark(colors.blue)}; --bar: #1f3d55; --right: ${dark(colors.right)}; --wrong: ${dark(colors.wrong)};
}
${darkPlots('.plot')}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 40px; }
main { padding-bottom: 64px; }
h1 { font-size: clamp(1.6rem, 5vw, 2.2rem); line-height: 1.2; margin: 0 0 24px; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 48px 0 16px; }
p { max-width: 68ch; margin: 0 0 16px; }
figure { margin: 0; }
figcaption, caption { color: var(--muted); font-size: 0.875rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 0; }
.tiles > div, .plot, .sample, .tall, pre, .pictures, details { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.tiles > div { padding: 14px 16px; }
.tiles dt { color: var(--muted); font-size: 0.875rem; }
.tiles dd { margin: 0; }
.tiles strong { display: block; font-size: 1.7rem; font-weight: 650; line-height: 1.25; overflow-wrap: anywhere; }
.tiles span { display: block; color: var(--muted); font-size: 0.8125rem; line-height: 1.35; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 16px; align-items: start; }
.thirds { grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
.columns > * { min-width: 0; }
.beside { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
.beside > * { flex: 1 1 340px; min-width: 0; }
.beside > .plot { flex: 0 1 auto; max-width: 100%; }
.plot { padding: 8px 8px 12px; }
.plot svg { display: block; max-width: 100%; height: auto; }
.columns .plot > svg { width: 100%; }
  .wide { max-height: 860px; }
.plot .wide svg { max-width: none; }
.plot figcaption { padding: 4px 10px 0; }
.scroll { overflow: auto; }
.tall { max-height: 540px; margin-bottom: 16px; padding: 0 12px 8px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; padding: 12px 4px 6px; }
th, td { text-align: left; vertical-align: top; padding: 6px 8px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--muted); font-weight: 600; position: sticky; top: 0; background: var(--surface); overflow-wrap: normal; }
tbody th { font-weight: 500; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar { background: linear-gradient(to right, var(--bar) var(--part), transparent 0) no-repeat 0 50% / 100% 70%; }
details { margin-top: 16px; }
summary { padding: 10px 16px; cursor: pointer; }
details .tall { border: 0; margin: 0; }
pre { margin: 0 0 16px; padding: 16px; overflow: auto; font: 0.8125rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.pictures { list-style: none; margin: 0; padding: 16px; display: grid; gap: 20px 12px; grid-template-columns: repeat(5, 1fr); }
.pictures div { height: 140px; display: grid; place-items: center; }
.pictures figcaption { text-align: center; font-size: 0.8125rem; line-height: 1.35; margin-top: 6px; overflow-wrap: anywhere; }
.pictures span { display: inline-block; }
.stacked span { display: block; }
.pictures span:first-child { font-weight: 600; }
.right figcaption { color: var(--right); }
.wrong figcaption { color: var(--wrong); }
.right img { outline: 2px solid var(--right); outline-offset: 1px; }
.wrong img { outline: 2px solid var(--wrong); outline-offset: 1px; }
.sample { display: grid; place-items: center; padding: 16px; }
.sample img { max-width: 100%; height: auto; }
@media (max-width: 800px) { .pictures { grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); } }
@media (max-width: 480px) {
  .pictures { padding: 12px 8px; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tiles strong { font-size: 1.35rem; }
  h2 { margin-top: 36px; }
  table { font-size: 0.8125rem; }
  th, td { padding: 6px 4px; }
}
@media print {
  body { background: none; }
  .tall { max-height: none; overflow: visible; }
  figure, tr { break-inside: avoid; }
}
`;
