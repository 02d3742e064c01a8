import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { blocksOf, linesOf, PAGES, type Block } from '../../cli/docs.testsuite';
import { openStage, type Stage } from './support/stage';
import { passUntil } from './support/stories';

jest.setTimeout(600_000);

const ROOT = join(__dirname, '../..');
const shell = promisify(execFile);
const typed = (page: (typeof PAGES)[number]) => blocksOf(page).filter(({ isMarked }) => !isMarked);
const isEnvironment = ({ text }: Block) => text.startsWith('export ');

/** An administrator at a terminal in a checkout, with the pages beside them. */
describe('whoever types the pages for administrators', () => {
  let stage: Stage;
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  beforeAll(async () => {
    stage = await openStage();
    cpSync(join(ROOT, 'config'), join(folder, 'config'), { recursive: true });
    symlinkSync(join(ROOT, 'infra'), join(folder, 'infra'));
    mkdirSync(join(folder, 'bin'));
    const program = join(folder, 'bin/switchboard');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/cli/main.js')}' "$@"\n`);
    chmodSync(program, 0o755);
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(folder, { recursive: true });
  });

  /** The lines that say which stamp it is, as docs/configure.md has them, at the addresses of this one. */
  function environment(): string {
    const { functions, console: page } = stage.running.endpoints;
    const text = blocksOf('configure.md').find(isEnvironment)?.text ?? '';
    for (const part of ['https://localhost:7071', 'http://localhost:7300', '.local/tls/ca.pem'])
      expect(text).toContain(part);
    return text
      .replace('https://localhost:7071', functions.endpoint)
      .replace('http://localhost:7300', page.endpoint)
      .replace('.local/tls/ca.pem', join(process.env['SWITCHBOARD_TLS'] ?? '', 'ca.pem'));
  }

  const typedSoFar = new Set<string>();
  /** Types lines, one after the other, and stops at the first that fails. Answers what was printed. */
  async function type(lines: readonly string[], person = 'admin'): Promise<string> {
    for (const line of lines) typedSoFar.add(line);
    const script = ['set -eo pipefail', environment().replace('people/admin/', `people/${person}/`), ...lines].join(
      '\n',
    );
    const PATH = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
    const { stdout } = await shell('bash', ['--norc', '-c', script], { cwd: folder, env: { PATH } });
    return stdout;
  }
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
  };
  const linesWith = (word: string) =>
    typed('configure.md')
      .flatMap(linesOf)
      .filter((line) => line.includes(word));

  test('goes from an edit to live and back, a command after the other', async () => {
    const [block] = typed('configure.md').filter(({ text }) => text.includes('switchboard rollback'));
    edit('config/contoso/hours.yaml', '  - id: office\n', '  - id: office # Shorter in summer.\n');
    const printed = await type(linesOf(block!));
    expect(printed).toMatch(/^valid contoso: /m);
    expect(printed).toMatch(/^(\d+) of \1 scenarios hold$/m);
    expect(printed).toMatch(/^contoso: version 1 is live$/m);
    expect(printed).toMatch(/^Of \d{4}-\d\d-\d\d nothing can be said: nobody came into a queue\.$/m);
    expect(printed).toMatch(/^live contoso: version 2$/m);
    expect(printed).toMatch(/^2 {2}\S+ {2}Adrian Admin: Summer hours$/m);
    expect(printed).toMatch(/^live contoso: version 3, which is version 1 again$/m);
    // What is live again is what was there before the edit.
    const exported = readFileSync(join(folder, 'exported/hours.yaml'), 'utf8');
    expect(exported).toBe(readFileSync(join(ROOT, 'config/contoso/hours.yaml'), 'utf8'));
  });

  test('writes a new organisation, and knows what contacts cost', async () => {
    expect(await type(linesWith('switchboard tenant add'))).toMatch(/^written config\/fabrikam: \d+ files$/m);
    expect(existsSync(join(folder, 'config/fabrikam/tenant.yaml'))).toBe(true);
    expect(await type(linesWith('switchboard cost'), 'supervisor')).toMatch(
      /^contoso, 7 days, prices of \d{4}-\d\d-\d\d in USD$/m,
    );
  });

  test('deploys the first tenant, looks at the stamp and talks with it', async () => {
    const printed = await passUntil(stage, type(typed('deploy.md').flatMap(linesOf)));
    expect(printed).toContain('az group create --name switchboard-europe --location westeurope');
    expect(printed).toMatch(/^ok configuration of contoso$/m);
    expect(printed).toMatch(/^answered after \d+ ms: /m);
  });

  test('learns what ends with Azure Communication Services', async () => {
    const printed = await type(typed('after-acs.md').flatMap(linesOf));
    expect(printed).toMatch(/^ends contoso: .*ends on 2028-09-30$/m);
    expect(printed).toMatch(/^ok stamp$/m);
  });

  test('has typed every command of the pages that is not marked', () => {
    const all = PAGES.flatMap(typed)
      .filter((block) => !isEnvironment(block))
      .flatMap(linesOf);
    // Those of npm are run by other tests (cli/docs.test.ts says which).
    expect(all.filter((line) => !typedSoFar.has(line) && !line.startsWith('npm run '))).toEqual([]);
  });
});
