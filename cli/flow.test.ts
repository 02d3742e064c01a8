import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from './exit-codes';
import { run } from './run';
import { fakeTerminal } from './terminal.testsuite';

const FOLDER = join(__dirname, '..');
const RECEPTION = 'config/flow-tests/contoso/reception.yaml';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flow-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the reception of Contoso goes as its cases say', async () => {
  const terminal = fakeTerminal(FOLDER);
  const code = await run(['flow', 'test', 'config/contoso', RECEPTION], terminal);
  expect(terminal.complained()).toBe('');
  expect(code).toBe(EXIT.done);
  expect(terminal.written()).toContain('12 of 12 cases');
});

test('a case that goes otherwise says where, and what nobody said', async () => {
  const script = join(folder, 'wrong.yaml');
  const text = readFileSync(join(FOLDER, RECEPTION), 'utf8').replace('ends: deferred callback', 'ends: queued sales');
  writeFileSync(script, text.replace('Welcome to Contoso.', 'Welcome to Fabrikam.'));
  const terminal = fakeTerminal(FOLDER);
  expect(await run(['flow', 'test', 'config/contoso', script], terminal)).toBe(EXIT.scenarioFailed);
  expect(terminal.complained()).toContain("it ends 'deferred callback', not 'queued sales'");
  expect(terminal.complained()).toContain("nobody says 'Welcome to Fabrikam.' there");
});

test.each([
  ['a script that is none', ['flow', 'test', 'config/contoso', 'package.json']],
  ['a script that is not there', ['flow', 'test', 'config/contoso', 'nothing.yaml']],
  ['a flow that is not there', ['flow', 'draw', 'config/contoso', 'nothing']],
])('%s is a wrong command line', async (_what, args) => {
  const terminal = fakeTerminal(FOLDER);
  expect(await run(args, terminal)).toBe(EXIT.usage);
});

test('a flow is drawn as Mermaid, every way with what leads there', async () => {
  const terminal = fakeTerminal(FOLDER);
  expect(await run(['flow', 'draw', 'config/contoso', 'reception'], terminal)).toBe(EXIT.done);
  const drawn = terminal.written();
  expect(drawn).toMatch(/^flowchart TD\n {2}start\(\( \)\) --> n0\n/u);
  expect(drawn).toContain('["order<br>subFlow order-status"]');
  expect(drawn).toMatch(/n\d+ -->\|"key 1"\| n\d+/u);
});

test('a flow is drawn as SVG into a file that is named', async () => {
  const out = join(folder, 'reception.svg');
  const terminal = fakeTerminal(FOLDER);
  expect(await run(['flow', 'draw', 'config/contoso', 'reception', '--out', out], terminal)).toBe(EXIT.done);
  expect(terminal.written()).toContain('nodes');
  const svg = readFileSync(out, 'utf8');
  expect(svg).toContain('<svg');
  expect(svg).toContain('voicemail');
});

test('a script that is no YAML is refused at its line, and a place that cannot be written by name', async () => {
  const script = join(folder, 'bad.yaml');
  writeFileSync(script, 'flow: reception\ncases:\n  - name: x\n   y: 1\n');
  const refused = fakeTerminal(FOLDER);
  expect(await run(['flow', 'test', 'config/contoso', script], refused)).toBe(EXIT.usage);
  expect(refused.complained()).toContain(`${script}:4 `);
  const out = join(folder, 'nowhere', 'reception.svg');
  const nowhere = fakeTerminal(FOLDER);
  expect(await run(['flow', 'draw', 'config/contoso', 'reception', '--out', out], nowhere)).toBe(EXIT.usage);
  expect(nowhere.complained()).toBe(`${out} cannot be read or written (ENOENT).\n`);
});
