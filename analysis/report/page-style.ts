/** The page's own style: readable at a screen's and at a paper's width, nothing loaded from elsewhere. */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1a1a1a; --muted: #5f6368; --line: #d9dce1; --soft: #f6f7f9; --blue: #0072b2; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 66rem; background: white; color: var(--ink);
  font: 15px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 2.6rem 0 0.6rem; padding-top: 1.2rem; border-top: 1px solid var(--line); font-size: 1.2rem; }
h3 { margin: 1.6rem 0 0.4rem; font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--blue); text-decoration-thickness: 1px; text-underline-offset: 2px; }
.lead { color: var(--muted); }
nav { margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; font-size: 0.9rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.6rem 2.2rem; margin: 1.4rem 0 0; padding: 0; list-style: none; }
.facts b { display: block; color: var(--ink); font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts li { color: var(--muted); font-size: 0.85rem; }
.scroll { overflow-x: auto; margin: 0.8rem 0 0.5rem; }
table { border-collapse: collapse; font-size: 0.86rem; font-variant-numeric: tabular-nums; }
.caption { margin: 0 0 1.4rem; color: var(--muted); font-size: 0.82rem; }
.interval { display: block; color: var(--muted); font-size: 0.88em; line-height: 1.2; }
th, td { padding: 0.32rem 0.75rem; text-align: right; white-space: nowrap; vertical-align: top; }
sub { line-height: 0; }
th:first-child, td:first-child { padding-left: 0.2rem; text-align: left; }
thead th { max-width: 9rem; white-space: normal; line-height: 1.3; vertical-align: bottom; border-top: 1.5px solid var(--ink); border-bottom: 1px solid var(--ink); font-weight: 600; }
tbody tr:last-child > * { border-bottom: 1.5px solid var(--ink); }
tbody th { font-weight: 500; }
tbody tr:hover { background: var(--soft); }
table.words td { min-width: 14rem; text-align: left; white-space: normal; overflow-wrap: anywhere; }
table.words td:has(> code:only-child) { min-width: 0; white-space: nowrap; }
table.words td > code:only-child { overflow-wrap: normal; }
@media (max-width: 40rem) { table.words tr > * { display: block; min-width: 0; padding: 0.1rem 0.2rem; border: 0 !important; text-align: left; }
  table.words tr > :first-child { padding-top: 0.7rem; font-weight: 600; } }
.absent { color: var(--muted); font-style: italic; }
figure { margin: 1.2rem 0; }
figure svg { max-width: 100%; height: auto; }
figcaption { max-width: 46rem; color: var(--muted); font-size: 0.85rem; }
details { margin: 0.35rem 0; }
summary { cursor: pointer; font-size: 0.9rem; }
pre { margin: 0.4rem 0 1rem; padding: 0.8rem 1rem; overflow-x: auto; background: var(--soft); border-radius: 4px;
  font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { font: 0.88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre:target { outline: 2px solid var(--blue); }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } nav { display: none; } figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: 0.2rem 0.4rem; } pre { white-space: pre-wrap; } }
`
