import { writeFileSync } from 'node:fs';
import type { CompiledConfig } from '../shared/core/config/compiled';
import { instantAt } from '../shared/flows/lib/local-time';
import { comparisonOf, outcomeOf } from './outcome';
import { printComparison, printOutcome } from './print';
import type { Charted } from './report/charts';
import { reportHtml } from './report/html';
import { runDays, type DayPlan, type Days } from './run-days';
import { modelsOf } from './scenario/model-of';
import { readConfigFolder, readScenario } from './scenario/read-folder';
import type { Scenario } from './scenario/schema';

/** What `npm run simulate` was asked; files and folders as they were typed. */
export interface SimulateOptions {
  readonly config: string;
  readonly scenario: string;
  readonly compare?: string;
  readonly days: number;
  readonly contacts?: number;
  readonly seed: number;
  readonly json?: true;
  readonly report?: string;
}

/** Simulates, writes the report if one is asked for, and gives what is to be printed. Throws SimulationError. */
export async function simulate(options: SimulateOptions): Promise<string> {
  const scenario = readScenario(options.scenario);
  const { days, contacts = null, seed } = options;
  const first = live(options.config, scenario, { days, contacts, seed });
  // The same days, whatever else they come to.
  const same = { days: first.days.days, contacts: null, seed };
  const second = options.compare === undefined ? null : live(options.compare, scenario, same);
  const outcome = outcomeOf(options.config, first.days);
  const comparison =
    second === null ? null : comparisonOf(outcome, first.days, outcomeOf(second.folder, second.days), second.days);
  const charted = [first, second].flatMap((one) => (one === null ? [] : chartedOf(one, scenario)));
  if (options.report !== undefined)
    writeFileSync(options.report, await reportHtml({ title: scenario.name, outcome, comparison, charted }));
  if (options.json === true) return `${JSON.stringify({ seed: options.seed, outcome, comparison }, null, 2)}\n`;
  const tables = [printOutcome(outcome)];
  if (comparison !== null) tables.push(printOutcome(comparison.after), printComparison(comparison));
  return tables.join('\n');
}

interface Lived {
  readonly folder: string;
  readonly config: CompiledConfig;
  readonly days: Days;
}

function live(folder: string, scenario: Scenario, plan: Omit<DayPlan, 'shortAbandonUnderMs'>): Lived {
  const config = readConfigFolder(folder);
  const { shortAbandonUnderMs } = config.conversation;
  return { folder, config, days: runDays(modelsOf(config, scenario), { ...plan, shortAbandonUnderMs }) };
}

const chartedOf = ({ folder, config, days }: Lived, { date }: Scenario): Charted => ({
  name: folder,
  intervals: days.intervals,
  days: days.days,
  lengthMs: days.observed.lengthMs,
  midnight: instantAt(config.tenant.timeZone, { date, weekday: 1, minuteOfDay: 0 }),
});
