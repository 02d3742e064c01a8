const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/**
 * Suites of these folders are told one after another in one sandbox in a run of all: jest loads and compiles every module anew for
 * every sandbox, which costs as much as what most suites then do. By itself each suite has its own.
 */
const GROUPS = {
  routing: ['shared/core/routing'],
  core: ['shared/core/(?!routing)', 'simulation/(?!theory)'],
  flows: ['shared/flows/(?!voice)'],
  voice: ['shared/flows/voice', 'shared/orchestration', 'web/voice', 'transcripts'],
  adapters: ['shared/(channels|contracts|look-up|security|teams)/', 'cli/'],
  calls: ['local/communication/calls'],
};

/** Changes how modules load, or keeps a snapshot by its own name. */
const NEEDS_A_SANDBOX =
  /jest\.(mock|doMock|spyOn|useFakeTimers|resetModules|isolateModules)\(|toMatch(Inline)?Snapshot\(/;
/** Ends processes of its own, or is a group by itself. */
const BY_ITSELF = /crash\.test|\.property\.test/;

const isAlone = (file) => BY_ITSELF.test(file) || NEEDS_A_SANDBOX.test(readFileSync(join(root, file), 'utf8'));

const all = ['shared', 'simulation', 'web', 'transcripts', 'cli', 'local'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules')),
);

/** The suites of a group, as paths from the root. */
const suitesOf = (group) =>
  all.filter((file) => GROUPS[group].some((start) => new RegExp(`^${start}`).test(file)) && !isAlone(file)).sort();

module.exports = { GROUPS, suitesOf };
