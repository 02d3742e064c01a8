import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../shared/contracts/read-config';
import { BROKEN, contoso, type Files } from './broken.testsuite';
import { EXIT } from './exit-codes';
import { run } from './run';
import { fakeTerminal } from './terminal.testsuite';
import type { Fault } from './told';
import { writeInto } from './write-folder';

const scratch = mkdtempSync(join(tmpdir(), 'refusals-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function folderWith(files: Files): string {
  const folder = mkdtempSync(join(scratch, 'tenant-'));
  for (const [file, text] of Object.entries(files)) writeInto(folder, file, text);
  return folder;
}

interface Refusal {
  readonly code: number;
  readonly faults: readonly Fault[];
  /** Of this process: how busy the machine is does not count. */
  readonly processorMs: number;
}

async function validate(...folders: string[]): Promise<Refusal> {
  const terminal = fakeTerminal(scratch);
  const before = process.cpuUsage();
  const code = await run(['validate', ...folders, '--json'], terminal);
  const { user, system } = process.cpuUsage(before);
  const { error } = JSON.parse(terminal.written()) as { error?: { faults: readonly Fault[] } };
  return { code, faults: error?.faults ?? [], processorMs: (user + system) / 1_000 };
}

test('there are more than fifty, of what is valid otherwise', async () => {
  expect(BROKEN.length).toBeGreaterThanOrEqual(50);
  expect((await validate(folderWith(contoso()))).code).toBe(EXIT.done);
});

test.each(BROKEN)('$what is refused at its place, within a second', async ({ files, at: [file, line, path], why }) => {
  const { code, faults, processorMs } = await validate(folderWith(files()));
  expect(code).toBe(EXIT.refused);
  expect(faults.map((one) => one.path)).toContain(`${file}:${line} ${path}`.trim());
  expect(faults.map(({ message }) => message).join('\n')).toMatch(why);
  expect(processorMs).toBeLessThan(1_000);
});

test('a file of ten megabytes is refused by its size alone, before anything is made of it', () => {
  const text = 'skills: []\n'.repeat(1_000_000);
  const before = process.cpuUsage();
  const result = readConfig([{ file: 'large.yaml', text }]);
  expect(result.ok ? [] : result.error).toMatchObject([
    { file: 'large.yaml', line: 1, message: 'the file is too large' },
  ]);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(20);
});

const LITWARE: Files = {
  ...contoso(),
  'tenant.yaml': (contoso()['tenant.yaml'] ?? '').replace('id: contoso\n', 'id: litware\n'),
};
const NUMBERS = 'entry-points.yaml';
const otherNumbers = (keep: RegExp): Files => {
  const lines = (LITWARE[NUMBERS] ?? '').split('\n');
  const moved = lines.map((line) =>
    keep.test(line) ? line : line.replace('+1425555', '+1425666').replace('@contoso', '@litware'),
  );
  return { ...LITWARE, [NUMBERS]: moved.join('\n') };
};

test.each([
  ['a number for calls', /channel: voice/, "'+14255550100'"],
  ['a number for texts', /channel: sms/, "'+14255550101'"],
  ['a mailbox', /channel: email/, '@'],
])('two tenants with %s in common are refused at the line of the second', async (_what, keep, address) => {
  const [one, two] = [folderWith(contoso()), folderWith(otherNumbers(keep))];
  const { code, faults, processorMs } = await validate(one, two);
  const line = (contoso()[NUMBERS] ?? '').split('\n').findIndex((text) => keep.test(text)) + 1;
  expect(code).toBe(EXIT.refused);
  expect(faults[0]?.path).toMatch(new RegExp(`^${two}/${NUMBERS}:${line} entryPoints\\[\\d\\]\\.address$`));
  expect(faults[0]?.message).toContain(address);
  expect(processorMs).toBeLessThan(1_000);
});

test('and are not when they have none', async () => {
  expect((await validate(folderWith(contoso()), folderWith(otherNumbers(/^$/)))).code).toBe(EXIT.done);
});
