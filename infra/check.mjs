// Compiles and lints every template with the Bicep CLI: the one on PATH, or NuGet's where there is a .NET SDK. Compares what
// each geography, and each variant of a stamp, expands to with its golden snapshot (`--update` writes them anew), refuses
// resources that would leave their geography, and sees that the template refuses parameters that would take them out.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
    .map((file) => `${folder}/${file}`);
const stamps = ['geographies', 'variants'].flatMap((folder) => inFolder(folder, '.bicepparam'));

let failed = 0;
function tell(isGood, what, why = '') {
  if (!isGood) failed += 1;
  console.log(`${isGood ? 'ok    ' : 'FAILED'} ${what}${isGood || why === '' ? '' : `\n${why.trim()}`}`);
}

function task(what, ...args) {
  const { status, stdout, stderr } = run(bicep, args, { cwd: here });
  const isClean = status === 0 && !/(Warning|Error) /.test(stderr);
  tell(isClean, what, `${args[0] === 'snapshot' ? stdout : ''}${stderr}`);
}

// Expanded for a subscription and a group that stand for all.
const NOWHERE = '00000000-0000-0000-0000-000000000000';
const snapshot = (file, mode) => [
  ...['snapshot', file, '--mode', mode, '--subscription-id', NOWHERE, '--tenant-id', NOWHERE.replace(/0$/, '1')],
  ...['--resource-group', 'switchboard', '--location', 'x'],
];

task('build main.bicep', 'build', 'main.bicep', '--stdout');
task('lint main.bicep', 'lint', 'main.bicep');
// One start of the compiler for all of a folder.
for (const files of ['modules/*.bicep', 'geographies/*.bicepparam', 'variants/*.bicepparam'])
  task(`lint ${files}`, 'lint', '--pattern', files);
for (const file of stamps)
  task(`snapshot ${file}`, ...snapshot(file, process.argv.includes('--update') ? 'overwrite' : 'validate'));

for (const file of stamps) {
  const [, geography] = /^param geography = '(\w+)'$/m.exec(readFileSync(join(here, file), 'utf8')) ?? [];
  const expanded = join(here, file.replace('.bicepparam', '.snapshot.json'));
  const outside = strays(geography, JSON.parse(readFileSync(expanded, 'utf8')).predictedResources);
  tell(outside.length === 0, `${file} stays in ${geography}`, outside.join('\n'));
}

// What the template itself must refuse, and with which words.
for (const file of inFolder('variants/refused', '.bicepparam')) {
  const [, reason] = /^\/\/ Refused: (.+)$/m.exec(readFileSync(join(here, file), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'refused-'));
  // A snapshot is written beside its parameters.
  const copy = join(folder, 'refused.bicepparam');
  writeFileSync(
    copy,
    readFileSync(join(here, file), 'utf8').replace('../../main.bicep', relative(folder, join(here, 'main.bicep'))),
  );
  const { status, stdout, stderr } = run(bicep, snapshot(copy, 'overwrite'), { cwd: here });
  rmSync(folder, { recursive: true });
  tell(
    status !== 0 && `${stdout}${stderr}`.includes(reason),
    `refuses ${file}`,
    `It was not refused with: ${reason}\n${stdout}${stderr}`,
  );
}
process.exit(failed === 0 ? 0 : 1);
