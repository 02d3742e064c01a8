import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { EXIT } from '../exit-codes';
import { run } from '../run';
import { fakeTerminal } from '../terminal.testsuite';
import { scenarioFile } from './schema';

const ROOT = join(__dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenarios-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function test1(yaml: string) {
  writeFileSync(join(folder, 'one.yaml'), yaml);
  const terminal = fakeTerminal(ROOT);
  const code = await run(['test', 'config/contoso', '--scenarios', folder], terminal);
  return { code, said: terminal.written() + terminal.complained() };
}

const scenario = (expect: string, more = '') => `scenarios:
  - name: One
    at: 2026-10-05 10:00
    contact: { to: main-number }
    then: [{ press: '1' }]
${more}    expect: ${expect}
`;

test('those of Contoso hold', async () => {
  const terminal = fakeTerminal(ROOT);
  expect([await run(['test', 'config/contoso'], terminal), terminal.complained()]).toEqual([EXIT.done, '']);
  expect(terminal.written()).toContain('16 of 16 scenarios hold');
});

test('one that does not hold says what was found instead', async () => {
  const { code, said } = await test1(scenario('{ queue: support }'));
  expect(code).toBe(EXIT.scenarioFailed);
  expect(said).toContain('FAILED one.yaml: One');
  expect(said).toContain('"queue":"sales"');
});

test.each([
  ['another agent', '{ queue: sales, agents: [adele] }'],
  ['another skill', '{ queue: sales, skills: [german] }'],
  ['another language', '{ queue: sales, language: de }'],
  ['an end', '{ closed: closedHours }'],
  ['a question', '{ asked: assistant }'],
])('expecting %s fails', async (_what, expected) => {
  expect((await test1(scenario(expected))).code).toBe(EXIT.scenarioFailed);
});

test.each([
  ['an agent', scenario('{ queue: sales }', '    signedIn: [nobody]\n'), "there is no agent 'nobody'"],
  [
    'an entry point',
    scenario('{ queue: sales }').replace('main-number', 'back-door'),
    "there is no entry point 'back-door'",
  ],
  ['a time', scenario('{ queue: sales }').replace('10-05', '13-05'), "there is no time '2026-13-05 10:00'"],
])('naming %s that is not there fails', async (_what, yaml, why) => {
  const { code, said } = await test1(yaml);
  expect([code, said]).toEqual([EXIT.scenarioFailed, expect.stringContaining(why)]);
});

test('a file of another shape is refused at its line', async () => {
  const { code, said } = await test1(scenario('{ queue: sales }').replace('press', 'push'));
  expect(code).toBe(EXIT.refused);
  expect(said).toContain('one.yaml:5 scenarios[0].then[0]');
});

test('the published schema is the one that files are read with', () => {
  const published: unknown = JSON.parse(readFileSync(join(ROOT, 'config/schema/scenarios.json'), 'utf8'));
  expect(published).toEqual(z.toJSONSchema(scenarioFile, { io: 'input' }));
});
