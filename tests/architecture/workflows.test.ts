import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { EXIT } from '../../cli/exit-codes';
import { run } from '../../cli/run';
import { fakeTerminal } from '../../cli/terminal.testsuite';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const FILES = readdirSync(FOLDER);
const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly name?: string; readonly path?: string };
}
interface Job {
  readonly needs?: string;
  readonly uses?: string;
  readonly strategy?: { readonly 'max-parallel': number; readonly 'fail-fast': boolean };
  readonly steps?: readonly Step[];
}
const jobsOf = (file: string) => (parse(textOf(file)) as { jobs: Readonly<Record<string, Job>> }).jobs;
const stepsOf = (file: string) => Object.values(jobsOf(file)).flatMap(({ steps = [] }) => steps);
const deploy = jobsOf('deploy.yml');
const runsOf = (job: Job | undefined) => (job?.steps ?? []).map((step) => step.run ?? '');

test.each(FILES)('%s uses actions at a commit that names its release', (file) => {
  const used = [...textOf(file).matchAll(/^\s+(?:- )?uses: (.+)$/gm)].map(([, name = '']) => name);
  const isPinned = (name: string) => name.startsWith('./') || /^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(name);
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter((name) => !isPinned(name))).toEqual([]);
});

test.each(FILES)('%s runs scripts and programs that are there', (file) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const commands = stepsOf(file).flatMap((step) => (step.run ?? '').split(' && '));
  const named = commands.flatMap((line) => /^npm run ([\w:-]+)/.exec(line)?.slice(1) ?? []);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const programs = commands.flatMap((line) => /^node (infra\/\S+)/.exec(line)?.slice(1) ?? []);
  expect(programs.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test.each(FILES.flatMap(stepsOf).flatMap((step) => /cli\/main\.js (\w+)/.exec(step.run ?? '')?.slice(1) ?? []))(
  'the command line has the command %s',
  async (command) => {
    const terminal = fakeTerminal(ROOT);
    expect(await run([command, '--help'], terminal)).toBe(EXIT.done);
    expect(terminal.written()).toContain(`Usage: switchboard ${command} `);
  },
);

describe('a deployment', () => {
  test('is verified, then built once, and every geography gets what was built', () => {
    expect(deploy['verify']?.uses).toBe('./.github/workflows/verify.yml');
    expect(textOf('verify.yml')).toMatch(/^ {2}workflow_call:$/m);
    expect(runsOf(jobsOf('verify.yml')['verify'])).toEqual(expect.arrayContaining(['npm test', 'npm run check:infra']));
    expect(deploy['build']?.needs).toBe('verify');
    expect(deploy['deploy']?.needs).toBe('build');
    const artifacts = stepsOf('deploy.yml').filter(({ uses = '' }) => uses.includes('-artifact@'));
    expect(artifacts.map((step) => step.with)).toEqual([
      { name: 'app', path: 'dist' },
      { name: 'app', path: 'dist' },
    ]);
    expect(runsOf(deploy['deploy']).filter((line) => /npm run|--built/.test(line))).toEqual([
      expect.stringMatching(/^node infra\/deploy\.mjs .* --built$/),
    ]);
  });

  test('goes from one geography to the next only when it was looked at and talked with', () => {
    expect(deploy['deploy']?.strategy).toMatchObject({ 'max-parallel': 1, 'fail-fast': true });
    const order = runsOf(deploy['deploy']).flatMap((line) => /infra\/deploy\.mjs|doctor|smoke/.exec(line) ?? []);
    expect(order).toEqual(['infra/deploy.mjs', 'doctor', 'smoke']);
    expect(textOf('deploy.yml')).not.toContain('continue-on-error');
    const { on } = parse(textOf('deploy.yml')) as {
      on: { workflow_dispatch: { inputs: { geographies: { default: string } } } };
    };
    const known = readdirSync(join(ROOT, 'infra/geographies')).flatMap(
      (file) => /^(\w+)\.bicepparam$/.exec(file)?.[1] ?? [],
    );
    expect((JSON.parse(on.workflow_dispatch.inputs.geographies.default) as string[]).sort()).toEqual(known.sort());
  });
});
