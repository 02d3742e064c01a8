// Lints the whole tree with types. The desk's libraries are installed by `npm run desk:build` alone: without them no type of it is known.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const desk = existsSync(`${root}web/desk/node_modules`) ? [] : ['--ignore-pattern', 'web/desk'];
const { status } = spawnSync(
  process.execPath,
  [`${root}node_modules/oxlint/bin/oxlint`, '--type-aware', '--deny-warnings', ...desk, ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
