import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const scratch: string[] = [];
afterAll(() => scratch.forEach((folder) => rmSync(folder, { recursive: true })));

interface Report {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

/** A tree of its own, so that a seeded violation never stands in the real one. All seeds share one run: it takes seconds. */
function cruiseSeeds(files: Record<string, string>): Report {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  scratch.push(folder);
  for (const [path, text] of Object.entries({ ...files, ...stubs })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json'])
    writeFileSync(join(folder, file), readFileSync(join(root, file)));
  symlinkSync(join(root, 'node_modules/typescript'), join(folder, 'node_modules/typescript'));
  return run(folder, [
    'functions',
    'shared',
    'local',
    'web',
    'tests',
    'bench',
    'demo',
    'cli',
    'simulation',
    'transcripts',
  ]);
}

function run(folder: string, roots: string[]): Report {
  const options = { cwd: folder, encoding: 'utf8' as const, maxBuffer: 64 * 1024 * 1024 };
  const args = [depcruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...roots];
  try {
    return JSON.parse(execFileSync(process.execPath, args, options)) as Report;
  } catch (failure) {
    return JSON.parse((failure as { stdout: string }).stdout) as Report;
  }
}

const SDKS = ['@azure/cosmos', '@azure/communication-sms', '@azure/eventgrid'];
const stubs = Object.fromEntries(
  SDKS.flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'exports.a = 1;\n'],
  ]),
);

const importing = (target: string) => `import { a } from '${target}';\nexport const b = a;\n`;

/** A broken rule: the file that breaks it, what it imports, and the file imported where it is ours. */
interface Seed {
  rule: string;
  from: string;
  imports: string;
  target?: string;
}

const seeds: Seed[] = [
  { rule: 'no-cycles', from: 'shared/core/cycle-a.ts', imports: './cycle-b' },
  { rule: 'core', from: 'shared/core/seed.ts', imports: '../ports/p', target: 'shared/ports/p.ts' },
  { rule: 'contracts', from: 'shared/contracts/seed.ts', imports: '../ports/p', target: 'shared/ports/p.ts' },
  { rule: 'ports', from: 'shared/ports/seed.ts', imports: '../flows/f', target: 'shared/flows/f.ts' },
  { rule: 'flows', from: 'shared/flows/seed.ts', imports: '../teams/t', target: 'shared/teams/t.ts' },
  { rule: 'orchestration', from: 'shared/orchestration/seed.ts', imports: '../flows/f', target: 'shared/flows/f.ts' },
  {
    rule: 'adapter-channels-',
    from: 'shared/channels/chat/seed.ts',
    imports: '../sms/s',
    target: 'shared/channels/sms/s.ts',
  },
  {
    rule: 'adapter-teams',
    from: 'shared/teams/seed.ts',
    imports: '../channels/sms/s',
    target: 'shared/channels/sms/s.ts',
  },
  {
    rule: 'adapter-store-',
    from: 'shared/store/cosmos/seed.ts',
    imports: '../../flows/f',
    target: 'shared/flows/f.ts',
  },
  { rule: 'adapter-events', from: 'shared/events/seed.ts', imports: '../graph/g', target: 'shared/graph/g.ts' },
  { rule: 'adapter-realtime', from: 'shared/realtime/seed.ts', imports: '../graph/g', target: 'shared/graph/g.ts' },
  { rule: 'adapter-security', from: 'shared/security/seed.ts', imports: '../graph/g', target: 'shared/graph/g.ts' },
  { rule: 'adapter-graph', from: 'shared/graph/seed.ts', imports: '../teams/t', target: 'shared/teams/t.ts' },
  { rule: 'adapter-look-up', from: 'shared/look-up/seed.ts', imports: '../graph/g', target: 'shared/graph/g.ts' },
  {
    rule: 'functions',
    from: 'functions/seed.ts',
    imports: '../shared/store/cosmos/c',
    target: 'shared/store/cosmos/c.ts',
  },
  {
    rule: 'transcripts',
    from: 'transcripts/seed.ts',
    imports: '../shared/store/cosmos/c',
    target: 'shared/store/cosmos/c.ts',
  },
  { rule: 'local-parts', from: 'local/cosmos/seed.ts', imports: '../../shared/core/c', target: 'shared/core/c.ts' },
  { rule: 'local-host', from: 'local/host/seed.ts', imports: '../cosmos/c', target: 'local/cosmos/c.ts' },
  { rule: 'local-main', from: 'local/seed.ts', imports: '../shared/core/c', target: 'shared/core/c.ts' },
  { rule: 'cli', from: 'cli/seed.ts', imports: '../shared/flows/f', target: 'shared/flows/f.ts' },
  { rule: 'web', from: 'web/seed.ts', imports: '../shared/flows/f', target: 'shared/flows/f.ts' },
  { rule: 'web-desk', from: 'web/desk/src/seed.ts', imports: '../../../shared/flows/f', target: 'shared/flows/f.ts' },
  { rule: 'nobody-imports-tests', from: 'shared/core/seed-tests.ts', imports: '../../tests/t', target: 'tests/t.ts' },
  {
    rule: 'nobody-imports-simulation',
    from: 'local/console/seed.ts',
    imports: '../../simulation/s',
    target: 'simulation/s.ts',
  },
  {
    rule: 'simulation',
    from: 'simulation/seed.ts',
    imports: '../shared/flows/f',
    target: 'shared/flows/f.ts',
  },
  {
    rule: 'bench-reaches-decisions-only',
    from: 'bench/seed.ts',
    imports: '../shared/flows/f',
    target: 'shared/flows/f.ts',
  },
  { rule: 'demo-from-outside', from: 'demo/seed.ts', imports: '../shared/core/c', target: 'shared/core/c.ts' },
  { rule: 'cosmos-sdk-stays', from: 'shared/flows/seed-cosmos.ts', imports: '@azure/cosmos' },
  { rule: 'communication-sdks-stay', from: 'shared/teams/seed-sms.ts', imports: '@azure/communication-sms' },
  { rule: 'event-grid-sdk-stays', from: 'shared/teams/seed-events.ts', imports: '@azure/eventgrid' },
];

const ROOTS = ['functions', 'shared', 'local', 'web', 'tests', 'bench', 'demo', 'cli', 'simulation', 'transcripts'];

const sources = (): string[] =>
  ROOTS.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })).filter(
    (path) => path.endsWith('.ts') && !path.includes('node_modules'),
  );

describe('the dependency rule', () => {
  let broken: { rule: string; from: string }[] = [];
  beforeAll(() => {
    const files: Record<string, string> = { 'shared/core/cycle-b.ts': importing('./cycle-a') };
    for (const { from, imports, target } of seeds) {
      files[from] = importing(imports);
      if (target !== undefined) files[target] = 'export const a = 1;\n';
    }
    broken = cruiseSeeds(files).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  }, 60_000);

  test.each(seeds)('$rule is seen when broken', ({ rule, from }) => {
    expect(broken).toContainEqual({ rule, from });
  });

  test('every rule has a seeded violation', () => {
    const config = createRequire(__filename)(join(root, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string }[];
    };
    expect(config.forbidden.map((rule) => rule.name).sort()).toEqual(seeds.map(({ rule }) => rule).sort());
  });

  test('the project keeps it, and was looked at', () => {
    const report = run(root, ROOTS);
    expect(report.summary.violations).toEqual([]);
    // dependency-cruiser answers success when it found no file at all.
    expect(report.summary.totalCruised).toBeGreaterThanOrEqual(sources().length);
    expect(sources().length).toBeGreaterThan(20);
  }, 60_000);
});
