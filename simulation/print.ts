import { SHOWN, isCertain, WORDINGS, written } from './figures/wording';
import type { Comparison, Outcome, QueueOutcome } from './outcome';

/** The figures as tables for people, with 95 % confidence intervals. */
export function printOutcome(outcome: Outcome): string {
  const { config, days, contacts, queues } = outcome;
  return [
    `${config}: ${days} days, ${contacts} queue visits; ± is the half width of the 95 % confidence interval`,
    table(queues, false),
    `agents: ${agentsLine(outcome)}`,
    '',
  ].join('\n');
}

export function printComparison({ before, after, differences }: Comparison): string {
  return [
    `${after.config} less ${before.config}, the same customers; * is more than luck`,
    table(differences, true),
    '',
  ].join('\n');
}

const agentsLine = ({ agents, gini }: Outcome): string =>
  [
    ...Object.entries(agents).map(([agentId, { value }]) => `${agentId} ${(value * 100).toFixed(0)} %`),
    `(Gini ${gini.toFixed(3)})`,
  ].join(', ');

function table(queues: readonly QueueOutcome[], isDifference: boolean): string {
  const head = ['queue', ...SHOWN.map((name) => WORDINGS[name].title)];
  const rows = queues.map(({ queueId, channel, figures }) => [
    `${queueId} ${channel}`,
    ...SHOWN.map((name) => {
      const mark = isDifference && isCertain(figures[name]) ? ' *' : '';
      return written(name, figures[name], isDifference) + mark;
    }),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [head, ...rows].map(line).join('\n');
}
