import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareAnswers } from './compare-answers';
import { countsOf, differencesOf, outcomesOf, type JestReport, type Outcome } from './counting';
import { environmentOf, partsOf, secretsOf, type HostParts } from './environment';
import { projectOf, readRestore, skippedLine, wantedFor, type Restored, type Wanted } from './packages';

const root = process.cwd();
const say = (line: string) => process.stdout.write(`${line}\n`);
const AZURITE = 'azurite@3.37.0';
const KEYS = { master: 'the-master-key-of-this-run', eventGrid: 'the-event-grid-key-of-this-run' };

/** `npm run test:azure-host`: the journeys on Microsoft's own host where it can be had, beside ours, both in real time. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'azure-host-'));
  try {
    const parts = findHost(folder);
    if (typeof parts === 'string') {
      say(parts);
      return 0;
    }
    return await compare(folder, parts, process.argv.slice(2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The host, or the line that says why there is none. `AZURE_HOST_FOLDER` names one that somebody has already, with worker and bundle. */
function findHost(folder: string): HostParts | string {
  const own = process.env['AZURE_HOST_FOLDER'];
  if (own !== undefined) return partsAmong(filesIn(own));
  if (spawnSync('dotnet', ['--version']).status !== 0) return 'skipped: the .NET SDK (`dotnet --version` does not run)';
  const wanted = wantedFor(process.platform, process.arch);
  const skipped = skippedLine(wanted.map((one) => restore(join(folder, one.id), one)));
  if (skipped !== null) return skipped;
  const packages = process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget/packages');
  const files = wanted.flatMap(({ id, version }) => filesIn(join(packages, id.toLowerCase(), version)));
  return partsAmong(files);
}

function partsAmong(files: readonly string[]): HostParts | string {
  const parts = partsOf(files);
  return 'missing' in parts ? `skipped: there is no ${parts.missing}` : parts;
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))
    : [];

/** Each in a project of its own, so that each has its own answer. */
function restore(folder: string, wanted: Wanted): Restored {
  mkdirSync(folder);
  writeFileSync(join(folder, 'x.csproj'), projectOf(wanted));
  const { status, stdout, stderr } = spawnSync('dotnet', ['restore', 'x.csproj'], { cwd: folder, encoding: 'utf8' });
  return readRestore(wanted, status, stdout + stderr);
}

async function compare(folder: string, parts: HostParts, only: readonly string[]): Promise<number> {
  const app = copyApp(join(folder, 'app'));
  const tls = join(root, 'node_modules/.cache/switchboard-tls');
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  writeFileSync(join(secrets, 'host.json'), secretsOf(KEYS));
  const hostFile = join(folder, 'host-file.json');
  const environment = environmentOf(parts, { app, secrets, tls });
  writeFileSync(hostFile, JSON.stringify({ command: 'dotnet', args: [parts.host], environment, keys: KEYS }));
  const stopAzurite = await startAzurite(join(folder, 'azurite'));
  try {
    const answers = await compareAnswers({ root, folder, parts }, say);
    say(
      `${answers.asked} questions asked of both hosts, ${answers.differing} answered otherwise, ${answers.unexpected} differences that DIVERGENCES.md does not tell of.`,
    );
    if (only.includes('questions')) return answers.unexpected === 0 ? 0 : 1;
    const ours = play(folder, { app, hostFile: '', only });
    const azures = play(folder, { app, hostFile, only });
    for (const difference of differencesOf(ours, azures)) say(difference);
    const { run, failed, skipped } = countsOf(azures);
    say(`${run} run, ${failed} failed, ${skipped} skipped on Azure's host; ${countsOf(ours).failed} failed on ours.`);
    return failed === 0 && answers.unexpected === 0 ? 0 : 1;
  } finally {
    stopAzurite();
  }
}

/** The app with an organisation that is always open: real time is as late as it is. */
function copyApp(app: string): string {
  mkdirSync(app);
  for (const name of ['dist', 'config']) cpSync(join(root, name), join(app, name), { recursive: true });
  for (const name of ['node_modules', 'infra', 'host.json', 'package.json'])
    symlinkSync(join(root, name), join(app, name));
  const hours = join(app, 'config/contoso/hours.yaml');
  const always = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const weekly = always.map((day) => `      ${day}: ['00:00-24:00']\n`).join('');
  writeFileSync(hours, readFileSync(hours, 'utf8').replace(/ {4}weekly:[\s\S]*/u, `    weekly:\n${weekly}`));
  return app;
}

const AZURITE_PORTS = [10_000, 10_001, 10_002];
/** npm may have to fetch it first. */
const PATIENCE_MS = 400_000;

/** From npm when it is needed, and never a dependency of the project. */
async function startAzurite(folder: string): Promise<() => void> {
  const args = ['--yes', AZURITE, '--skipApiVersionCheck', '--silent', '--location', folder];
  const child = spawn('npx', args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 500) {
    if ((await Promise.all(AZURITE_PORTS.map(isOpen))).every(Boolean))
      return () => void (child.pid !== undefined && child.exitCode === null && process.kill(-child.pid));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${AZURITE} did not open its ports.`);
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.end() !== undefined));
    socket.once('error', () => resolve(false));
  });

/** Plays the journeys, or those whose files are named. */
function play(
  folder: string,
  { app, hostFile, only }: { readonly app: string; readonly hostFile: string; readonly only: readonly string[] },
): ReadonlyMap<string, Outcome> {
  const report = join(folder, hostFile === '' ? 'ours.json' : 'azures.json');
  const files = only.length === 0 ? ['tests/journeys'] : only;
  const args = [
    'tests/jest.mjs',
    '--selectProjects',
    'journeys',
    '--maxWorkers',
    '1',
    '--forceExit',
    '--json',
    '--outputFile',
    report,
  ];
  spawnSync(process.execPath, [...args, ...files], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SWITCHBOARD_APP: app, SWITCHBOARD_HOST_FILE: hostFile },
  });
  return outcomesOf(JSON.parse(readFileSync(report, 'utf8')) as JestReport);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
