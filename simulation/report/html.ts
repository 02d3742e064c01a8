import { isCertain, SHOWN, WORDINGS, written } from '../figures/wording';
import type { Comparison, Outcome, QueueOutcome } from '../outcome';
import { arrivalsChart, serviceLevelChart, waitingChart, waitsChart, type Charted } from './charts';
import { drawSvg } from './draw-svg';

export interface ReportContent {
  readonly title: string;
  readonly outcome: Outcome;
  readonly comparison: Comparison | null;
  readonly charted: readonly Charted[];
}

/** One HTML document with everything in it: tables, and charts drawn as SVG. It loads and runs nothing. */
export async function reportHtml({ title, outcome, comparison, charted }: ReportContent): Promise<string> {
  const charts = [
    ['Service level through the day', await drawSvg(serviceLevelChart(charted))],
    ['How long the answered waited', await drawSvg(waitsChart(charted))],
    ['Waiting through the day', await drawSvg(waitingChart(charted))],
    ['Who comes', await drawSvg(arrivalsChart(charted))],
  ] as const;
  const figures = charts.map(([caption, svg]) => `<figure><figcaption>${caption}</figcaption>${svg}</figure>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${STYLE}</style></head>
<body><main>
<h1>${escape(title)}</h1>
<p>${outcome.days} days of each configuration, ${outcome.contacts} queue visits. ± is the half width of the 95 % confidence interval.</p>
${comparison === null ? '' : differenceSection(comparison)}
${configurationSection(outcome)}
${comparison === null ? '' : configurationSection(comparison.after)}
<section class="charts">${figures.join('\n')}</section>
</main></body></html>
`;
}

const configurationSection = (outcome: Outcome): string => `
<h2>${escape(outcome.config)}</h2>
${figuresTable(outcome.queues, false)}
<p>${agentsLine(outcome)}</p>`;

const differenceSection = ({ after, before, differences }: Comparison): string => `
<h2>${escape(after.config)} less ${escape(before.config)}</h2>
<p>The same customers come to both. What is more than luck is set in bold.</p>
${figuresTable(differences, true)}`;

function figuresTable(queues: readonly QueueOutcome[], isDifference: boolean): string {
  const head = SHOWN.map((name) => `<th scope="col">${WORDINGS[name].title}</th>`).join('');
  const rows = queues.map(({ queueId, channel, figures }) => {
    const cells = SHOWN.map((name) => {
      const mark = isDifference && isCertain(figures[name]) ? ' class="certain"' : '';
      return `<td${mark}>${written(name, figures[name], isDifference)}</td>`;
    });
    return `<tr><th scope="row">${escape(queueId)} ${escape(channel)}</th>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr><th scope="col">queue</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const agentsLine = ({ agents, gini }: Outcome): string =>
  [
    'Utilisation of agents:',
    Object.entries(agents)
      .map(([agentId, estimate]) => `${escape(agentId)} ${written('occupancy', estimate)}`)
      .join(' · '),
    `(Gini ${gini.toFixed(3)})`,
  ].join(' ');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string => text.replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character);

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;color:#222;background:#fff;margin:0}
main{max-width:76rem;margin:0 auto;padding:2rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;margin:.5rem 0 1rem}
th,td{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th[scope=row],thead th:first-child{text-align:left;font-weight:500}thead th{color:#555;font-weight:500}
.certain{font-weight:700}
.charts{display:grid;gap:1.5rem;margin-top:2rem}
figure{margin:0}figcaption{font-weight:600;margin-bottom:.3rem}svg{max-width:100%;height:auto}`;
