// Brings a stamp into a resource group: node infra/deploy.mjs <geography> <resource group> [--built] [--print] [--only-subscriptions]
// Two passes, because Event Grid subscriptions can point only at functions that exist. Every step may be repeated.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const [geography, group, ...options] = process.argv.slice(2);
const parameters = `${here}geographies/${geography}.bicepparam`;
if (geography === undefined || group === undefined || !existsSync(parameters)) {
  console.error(
    'node infra/deploy.mjs <geography> <resource group> [--built] [--print] [--only-subscriptions]\nGeographies: those of infra/geographies.',
  );
  process.exit(2);
}
const location = /param location = '(\w+)'/.exec(readFileSync(parameters, 'utf8'))[1];
const isPrinting = options.includes('--print');

function run(command, args, env = {}, cwd = process.cwd()) {
  const assigned = Object.entries(env).map(([name, value]) => `${name}=${value} `);
  console.log(`${assigned.join('')}${[command, ...args].join(' ')}`);
  if (isPrinting) return '<function app>';
  const { status, stdout } = spawnSync(command, args, {
    stdio: ['inherit', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, ...env },
    cwd,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout.trim();
}

const deploy = (withSubscriptions) =>
  run(
    'az',
    [
      'deployment',
      'group',
      'create',
      '--resource-group',
      group,
      '--parameters',
      parameters,
      '--query',
      'properties.outputs.functionAppName.value',
      '--output',
      'tsv',
    ],
    { SWITCHBOARD_WITH_SUBSCRIPTIONS: String(withSubscriptions) },
  );

// azd does the rest by itself.
if (!options.includes('--only-subscriptions')) {
  run('az', ['group', 'create', '--name', group, '--location', location, '--output', 'none']);
  const app = deploy(false);
  // A release is built once and brought to every geography.
  if (!options.includes('--built')) {
    run('npm', ['run', 'build']);
    run('npm', ['run', 'desk:build']);
  }
  const folder = `${root}.package`;
  run('node', [`${here}package.mjs`, folder]);
  // What is there is complete: nothing is to be built or installed on the way.
  run('func', ['azure', 'functionapp', 'publish', app, '--no-build'], {}, folder);
}
deploy(true);
