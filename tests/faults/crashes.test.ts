import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRough } from '../journeys/support/rough';
import { compare, REPEATING_SINKS, type RepeatingSink } from './support/compare';
import { openCompany, type Company, type Told } from './support/company';
import { brokenPromises } from './support/promises';
import { killsOf, QUICK, readRounds, ROUNDS_OF_TRACE, written, type Round, type Trace } from './support/rounds';
import { CHANNELS, type Channel, type Seen } from './support/seen';

jest.setTimeout(900_000);

type Scope = 'quick' | 'own' | 'everywhere';
const own = process.env['ROUNDS'];
const scope: Scope = own !== undefined ? 'own' : process.env['FULL'] === undefined ? 'quick' : 'everywhere';

const ownRounds = own === undefined ? [] : readRounds(own);
/** Whose undisturbed stories are needed. */
const channels = scope === 'own' ? [...new Set(ownRounds.flatMap((round) => round.channels))] : CHANNELS;

/** The rounds of a scope by name. What `everywhere` is, the trace of the undisturbed telling says. */
const ROUNDS: Readonly<Record<Scope, readonly (readonly [string, (trace: Trace) => Round])[]>> = {
  quick: [['at named points', () => QUICK]],
  own: ownRounds.map((round) => [written(round), () => round]),
  everywhere: Array.from({ length: ROUNDS_OF_TRACE }, (_, number) => [
    `at every ${ROUNDS_OF_TRACE}th place from the ${number + 1}th on`,
    (trace: Trace) => ({ channels: CHANNELS, kills: killsOf(trace, number) }),
  ]),
};

describe('customers on every channel whose host is killed -9', () => {
  let company: Company;
  let undisturbed: ReadonlyMap<Channel, Seen>;
  let trace: Trace;
  const told: Told[] = [];
  const deaths = { planned: 0, missed: 0 };

  const compared = ({ seen }: Told, sinks: readonly RepeatingSink[] = REPEATING_SINKS) =>
    seen.map(([channel, one]) => compare(channel, one, undisturbed.get(channel)!, sinks));

  beforeAll(async () => {
    company = await openCompany();
    const traced = await company.trace(channels);
    undisturbed = new Map(traced.seen);
    ({ trace } = traced);
  });
  afterAll(() => company.stage.stop());

  test.each(ROUNDS[scope])('%s: nothing is lost, and a death repeats one thing at most', async (_name, roundOf) => {
    const round = roundOf(trace);
    const outcome = await company.tell(round).catch((error: unknown) => {
      throw new Error(`In ROUNDS='${written(round)}'`, { cause: error });
    });
    told.push(outcome);
    deaths.planned += round.kills.length;
    deaths.missed += outcome.missed.length;
    const all = compared(outcome);
    expect({ round: written(round), differences: all.flatMap(({ differences }) => differences) }).toEqual({
      round: written(round),
      differences: [],
    });
    expect(all.flatMap(({ repeats }) => repeats).length).toBeLessThanOrEqual(
      round.kills.length - outcome.missed.length,
    );
    if (scope !== 'everywhere') expect(outcome.missed).toEqual([]);
  });

  test('leaves nothing undone: every interaction is closed, every visit ended once, no journal has a gap', async () => {
    await company.stage.pass(90_000);
    expect(await brokenPromises(company.stage)).toEqual([]);
  });

  // Ten deaths in rough mode come in an order of chance, and a text may be overtaken before it would be shown again.
  const meetsAll = scope === 'everywhere' || (scope === 'quick' && !isRough);
  if (meetsAll) {
    // Callers answer long before a prompt would be said again: that one is told by plain values (`compare.test.ts`).
    const met = REPEATING_SINKS.filter((sink) => sink !== 'play');
    test.each(met)('repeats on %s, which would be a difference if it were not listed', (sink) => {
      const others = REPEATING_SINKS.filter((one) => one !== sink);
      const differences = told.flatMap((one) => compared(one, others)).flatMap((one) => one.differences);
      expect(differences).toEqual(expect.arrayContaining([expect.stringContaining('came again as')]));
    });
  }

  if (scope !== 'own') {
    test('died nearly wherever it was meant to', () => {
      expect(deaths.missed).toBeLessThanOrEqual(deaths.planned / 10);
    });
  }
});

test('docs/sinks.md lists the sinks on which something may come again', () => {
  const page = readFileSync(join(__dirname, '../../docs/sinks.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, sink]) => sink);
  expect(listed).toEqual(REPEATING_SINKS);
});
