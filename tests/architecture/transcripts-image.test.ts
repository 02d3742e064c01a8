import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { transcriptsSettingsSchema } from '../../shared/contracts/settings';

const ROOT = join(__dirname, '../..');
const lines = (file: string) => readFileSync(join(ROOT, file), 'utf8').replaceAll('\\\n', ' ').split('\n');

/** The instructions of each stage of `transcripts/Dockerfile`. */
const STAGES = lines('transcripts/Dockerfile')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.replace(/ .*/u, ''), what: line.replace(/^\S+ /u, '') }))
  .reduce<{ name: string; what: string }[][]>((stages, one) => {
    if (one.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(one);
    return stages;
  }, []);
const said = (stage: number, name: string) =>
  (STAGES[stage] ?? []).filter((one) => one.name === name).map(({ what }) => what);
/** What is copied, and from where. */
const copied = (stage: number) =>
  said(stage, 'COPY').flatMap((what) => {
    const words = what.split(' ').filter((word) => !word.startsWith('--'));
    return words.slice(0, -1);
  });

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** The container's start command, with its files and nothing else of the project. */
function start(settings: Readonly<Record<string, string>>) {
  for (const file of copied(1)) cpSync(join(ROOT, file.replace('/project/', '')), join(folder, basename(file)));
  const [, ...command] = JSON.parse(said(1, 'CMD')[0] ?? '[]') as string[];
  child = spawn(process.execPath, command, { cwd: folder, env: { PATH: process.env['PATH'], ...settings } });
  return child;
}
async function outputOf(running: ChildProcess): Promise<{ code: number | null; told: string }> {
  let told = '';
  running.stderr?.on('data', (data: Buffer) => void (told += data.toString()));
  const [code] = (await once(running, 'exit')) as [number | null];
  return { code, told };
}

test('what the image is built from is there, and left to it', () => {
  const from = [...copied(0), ...said(0, 'RUN').flatMap((what) => /^npm run (\S+)$/u.exec(what)?.[1] ?? [])];
  expect(from).toEqual(['package.json', 'package-lock.json', '.', 'build']);
  for (const file of copied(0)) expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  expect(scripts).toHaveProperty('build');
  // What was built, or installed, on somebody's machine is not what the image gets; all that the build reads is.
  const ignored = lines('transcripts/Dockerfile.dockerignore').filter((line) => line !== '');
  expect(ignored).toEqual(expect.arrayContaining(['**/node_modules', 'dist']));
  expect(ignored.filter((line) => /^(shared|transcripts|functions|local|build\.mjs|\*\*?$)/u.test(line))).toEqual([]);
});

test('what the image has is what the build writes, and starts with no package beside it', async () => {
  expect(copied(1).map((file) => [file, existsSync(join(ROOT, file.replace('/project/', '')))])).toEqual([
    ['/project/dist/transcripts/main.js', true],
  ]);
  const { code, told } = await outputOf(start({}));
  expect([code, told]).toEqual([1, expect.stringContaining('These settings are missing or wrong: COSMOS_ENDPOINT')]);
});

test('with the settings of the template it listens, says that it is well, and ends when it is told to', async () => {
  const running = start({
    COSMOS_ENDPOINT: 'https://cosmos.example',
    COSMOS_DATABASE: 'switchboard',
    COMMUNICATION_CALLBACK_AUDIENCE: 'resource',
    AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
    PORT: '0',
  });
  const ended = outputOf(running);
  const [first] = (await once(running.stdout!, 'data')) as [Buffer];
  const { port } = JSON.parse(first.toString()) as { port: number };
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  running.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
});

interface Made {
  readonly type: string;
  readonly properties?: unknown;
}
interface ContainerApp {
  readonly configuration: {
    readonly ingress: { readonly targetPort: number };
    readonly registries: readonly { readonly server: string }[];
  };
  readonly template: { readonly containers: readonly { readonly image: string; readonly env: unknown }[] };
}
const { predictedResources: made } = createRequire(__filename)(
  join(ROOT, 'infra/variants/everything.snapshot.json'),
) as { readonly predictedResources: readonly Made[] };

test('the template opens the port that the image listens on, and gives it all that it reads', () => {
  const app = made.find(({ type }) => type === 'Microsoft.App/containerApps')?.properties as ContainerApp;
  expect(said(1, 'EXPOSE')).toEqual([String(app.configuration.ingress.targetPort)]);
  expect(app.configuration.ingress).toMatchObject({ external: true, allowInsecure: false });
  const servers = app.template.containers.map(({ image }) => dirname(image));
  expect(app.configuration.registries.map(({ server }) => server)).toEqual(servers);
  // As text: what is known only in Azure stands there as an expression.
  const given = JSON.stringify(app.template.containers);
  const needed = Object.entries(transcriptsSettingsSchema.shape)
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([name]) => name);
  expect(needed.length).toBeGreaterThan(1);
  for (const name of needed) expect([name, given.includes(name)]).toEqual([name, true]);
});
