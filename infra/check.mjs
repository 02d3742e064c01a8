// Compiles and lints every template with the Bicep CLI: the one on PATH, or NuGet's where there is a .NET SDK. Compares what
// each geography expands to with its golden snapshot (`--update` writes them anew), and refuses resources that would leave it.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { strays } = createRequire(import.meta.url)('./geography.cjs');

const VERSION = '0.49.2';
const PACKAGE = 'Azure.Bicep.CommandLine.linux-x64';
const here = fileURLToPath(new URL('.', import.meta.url));
const cache = join(here, '../node_modules/.cache/bicep');
// The CLI would want ICU libraries for nothing else.
const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };

const run = (command, args, options = {}) => spawnSync(command, args, { encoding: 'utf8', env, ...options });
const works = (command) => run(command, ['--version']).status === 0;

function compiler() {
  if (works('bicep')) return 'bicep';
  const downloaded = join(cache, PACKAGE.toLowerCase(), VERSION, 'tools', 'bicep');
  if (!existsSync(downloaded) && process.platform === 'linux' && works('dotnet')) download();
  if (!existsSync(downloaded)) return undefined;
  chmodSync(downloaded, 0o755);
  return downloaded;
}

function download() {
  mkdirSync(cache, { recursive: true });
  const project = `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework>
    <RestorePackagesPath>${cache}</RestorePackagesPath></PropertyGroup><ItemGroup>
    <PackageDownload Include="${PACKAGE}" Version="[${VERSION}]" /></ItemGroup></Project>`;
  writeFileSync(join(cache, 'bicep.csproj'), project);
  run('dotnet', ['restore', cache], { timeout: 120_000 });
}

const bicep = compiler();
if (bicep === undefined) {
  console.log('skipped: no compiler');
  process.exit(0);
}

console.log(run(bicep, ['--version']).stdout.trim());

const inFolder = (folder, ending) =>
  readdirSync(join(here, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => join(here, folder, file));
// Expanded for a subscription and a group that stand for all.
const NOWHERE = '00000000-0000-0000-0000-000000000000';
const snapshot = (file) => [
  'snapshot',
  file,
  '--mode',
  process.argv.includes('--update') ? 'overwrite' : 'validate',
  '--subscription-id',
  NOWHERE,
  '--tenant-id',
  NOWHERE.replace(/0$/, '1'),
  '--resource-group',
  'switchboard',
  '--location',
  'x',
];
const tasks = [
  ['build', join(here, 'main.bicep')],
  ...inFolder('geographies', '.bicepparam').map((file) => ['build-params', file]),
  ...[join(here, 'main.bicep'), ...inFolder('modules', '.bicep')].map((file) => ['lint', file]),
  ...inFolder('geographies', '.bicepparam').map((file) => ['snapshot', file]),
];
let failed = 0;
for (const [verb, file] of tasks) {
  const args = verb === 'snapshot' ? snapshot(file) : [verb, file, ...(verb === 'lint' ? [] : ['--stdout'])];
  const { status, stdout, stderr } = run(bicep, args);
  const isClean = status === 0 && !/(Warning|Error) /.test(stderr);
  if (!isClean) failed += 1;
  console.log(
    `${isClean ? 'ok    ' : 'FAILED'} ${verb} ${file.slice(here.length)}${isClean ? '' : `\n${verb === 'snapshot' ? stdout : ''}${stderr}`}`,
  );
}
for (const file of inFolder('geographies', '.snapshot.json')) {
  const geography = file.slice(file.lastIndexOf('/') + 1, -'.snapshot.json'.length);
  const outside = strays(geography, JSON.parse(readFileSync(file, 'utf8')).predictedResources);
  if (outside.length > 0) failed += 1;
  console.log(
    `${outside.length === 0 ? 'ok    ' : 'FAILED'} stays in ${geography}${outside.map((one) => `\n${one}`).join('')}`,
  );
}
process.exit(failed === 0 ? 0 : 1);
