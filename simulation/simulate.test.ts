import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, Outcome } from './outcome';
import { simulate, type SimulateOptions } from './simulate';

const root = join(__dirname, '..');
const CONTOSO = join(root, 'config/contoso');
const SCENARIO = join(root, 'simulation/scenarios/contoso.yaml');
const scratch = mkdtempSync(join(tmpdir(), 'simulate-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const options = (said: Partial<SimulateOptions> = {}): SimulateOptions => ({
  config: CONTOSO,
  scenario: SCENARIO,
  days: 3,
  seed: 1,
  json: true,
  ...said,
});

const run = async (said?: Partial<SimulateOptions>) =>
  JSON.parse(await simulate(options(said))) as { outcome: Outcome; comparison: Comparison | null };

/** A copy of Contoso with one file changed. */
function changed(file: string, from: string, to: string): string {
  const folder = mkdtempSync(join(scratch, 'config-'));
  cpSync(CONTOSO, folder, { recursive: true });
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
  return folder;
}

function scenario(from: string, to: string): string {
  const text = readFileSync(SCENARIO, 'utf8');
  expect(text).toContain(from);
  const file = join(mkdtempSync(join(scratch, 'scenario-')), 'day.yaml');
  writeFileSync(file, text.replace(from, to));
  return file;
}

test('asked for so many contacts it lives on until they have come', async () => {
  const { outcome } = await run({ days: 1, contacts: 700 });
  expect(outcome.contacts).toBeGreaterThanOrEqual(700);
  expect(outcome.days).toBeGreaterThan(1);
});

test('the same seed lives the same days; another one lives others', async () => {
  const [first, again, other] = [await run(), await run(), await run({ seed: 2 })];
  expect(again).toEqual(first);
  expect(other.outcome.contacts).not.toBe(first.outcome.contacts);
});

test('every queue and channel of the scenario is there, and every visit ended one way', async () => {
  const { outcome } = await run();
  expect(outcome.queues.map(({ queueId, channel }) => `${queueId} ${channel}`)).toEqual([
    'sales chat',
    'sales voice',
    'support chat',
    'support email',
    'support sms',
    'support voice',
  ]);
  for (const { figures } of outcome.queues) {
    expect(figures.serviceLevel.value).toBeGreaterThan(0);
    expect(figures.serviceLevel.value).toBeLessThanOrEqual(1);
    expect(figures.occupancy.value).toBeGreaterThan(0.2);
    expect(figures.longestWaitMs.value).toBeGreaterThanOrEqual(figures.asaMs.value);
  }
});

test('a configuration compared with itself differs in nothing', async () => {
  const { comparison } = await run({ compare: CONTOSO });
  for (const { figures } of comparison!.differences)
    for (const { value, halfWidth } of Object.values(figures)) expect([value, halfWidth]).toEqual([0, 0]);
});

test('one more pair of hands in support shows in support', async () => {
  const more = changed(
    'agents.yaml',
    'skills: [{ skill: sales, proficiency: 8 }]\n    queues: [sales]',
    'skills: [{ skill: sales, proficiency: 8 }, { skill: technical, proficiency: 3 }]\n    queues: [sales, support]',
  );
  const { comparison } = await run({ compare: more, days: 6 });
  const calls = comparison!.differences.find(({ queueId, channel }) => `${queueId} ${channel}` === 'support voice')!;
  expect(calls.figures.abandonment.value + calls.figures.abandonment.halfWidth).toBeLessThan(0);
  expect(calls.figures.offered.value).toBe(0);
});

test.each([
  ['a field that does not fit', ['expected: [4, 8', 'expected: [-4, 8'], 'arrivals.0.pattern.expected.0'],
  ['a length that is none', ['mean: 4 min', 'mean: soon'], 'channels.voice.handling.mean'],
  ['a queue nobody has', ['queue: sales', 'queue: repairs'], "no queue 'repairs'"],
  ['an agent nobody knows', ['agents: [adele]', 'agents: [zoe]'], "no agent 'zoe'"],
  ['a setting that does not exist', ['name: Contoso', 'nam: Contoso'], 'Unrecognized key'],
])('refuses %s, and says where', async (_, [from, to], says) => {
  const refusal = simulate(options({ scenario: scenario(from!, to!) }));
  await expect(refusal).rejects.toMatchObject({ code: 'scenarioRefused', message: expect.stringContaining(says) });
});

test('refuses a configuration with its reasons, and a folder that is not there', async () => {
  const broken = changed('queues.yaml', 'hours: office', 'hours: nights');
  await expect(simulate(options({ config: broken }))).rejects.toMatchObject({
    code: 'configRefused',
    message: expect.stringContaining("there are no hours 'nights'"),
  });
  await expect(simulate(options({ config: join(scratch, 'nowhere') }))).rejects.toMatchObject({ code: 'unreadable' });
});
