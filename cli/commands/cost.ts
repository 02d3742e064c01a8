import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Cli } from '../cli';
import { costsOf, pricesSchema, type Prices } from '../costs';
import { LISTED } from '../prices';
import { stampOf, type Stamp, type StampOptions } from '../stamp';
import type { Terminal } from '../terminal';
import { CliError } from '../told';

interface CostOptions extends StampOptions {
  readonly days: number;
  readonly prices?: string;
}

/** `switchboard cost`: what the platform costs for each contact, by the figures of the stamp and a dated list of prices. */
export function addCost({ program, terminal, answer }: Cli): void {
  program
    .command('cost')
    .summary('say what contacts cost')
    .description(
      'What the platform costs for the contacts of the last days, by channel. Carriers (minutes, texts) are not in it.',
    )
    .argument('<tenant>', 'the id of the tenant')
    .option('--days <n>', 'how many days back (1)', daysOption, 1)
    .option('--prices <file>', 'a list of prices of your own')
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (tenantId: string, { days, prices: file, ...options }: CostOptions) => {
        const prices = file === undefined ? LISTED : pricesIn(terminal, file);
        const contacts = await contactsOf(stampOf(terminal, options), tenantId, terminal.now(), days);
        const costs = costsOf(prices, contacts, days);
        const { asOf, currency, source } = prices;
        return {
          exit: 'done',
          json: { tenant: tenantId, days, prices: { asOf, currency, source }, ...costs },
          lines: (paint) => [
            `${tenantId}, ${String(days)} days, prices of ${asOf} in ${currency}`,
            ...costs.channels.map(
              ({ channel, contacts: count, perContact, total }) =>
                `  ${paint('bold', channel)}: ${String(count)} × ${perContact.toFixed(6)} = ${total.toFixed(4)}`,
            ),
            `  standing, all tenants together: ${costs.standing.toFixed(2)}`,
            ...Object.keys(costs.unpriced).map((channel) => `  ${channel}: the list has no usage for it`),
          ],
        };
      }),
    );
}

const LONGEST_DAYS = 92;

function daysOption(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS)
    throw new InvalidArgumentError(`Days are a number from 1 to ${String(LONGEST_DAYS)}.`);
  return days;
}

function pricesIn({ folder }: Terminal, file: string): Prices {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(resolve(folder, file), 'utf8'));
  } catch {
    throw new CliError('usage', `${file} is no JSON that can be read.`);
  }
  const parsed = pricesSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: `${file} ${path.join('.')}`, message }));
  throw new CliError('usage', `${file} is no list of prices.`, faults);
}

/** The stamp answers with a hundred quarters of an hour at most. */
const DAY_MS = 86_400_000;

async function contactsOf(stamp: Stamp, tenantId: string, now: number, days: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let day = days; day > 0; day -= 1) {
    const [from, to] = [now - day * DAY_MS, now - (day - 1) * DAY_MS].map((at) => new Date(at).toISOString());
    const query = { tenantId, from: from ?? '', to: to ?? '' };
    for (const { arrived } of await stamp.ask('getIntervalFigures', { params: {}, query }))
      for (const [channel, count] of Object.entries(arrived)) counts[channel] = (counts[channel] ?? 0) + count;
  }
  return counts;
}
