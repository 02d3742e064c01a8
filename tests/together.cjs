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
  communication: ['local/communication/(?!calls)', 'local/(crm|telesign|web-pubsub)/'],
  cosmos: ['local/(cosmos|blob|queue)/'],
  scenes: ['local/(scenarios|setup|simulator)/'],
  services: ['local/(durable|entra|event-grid|graph|kit|teams)/'],
  emulators: ['tests/emulators/', 'local/.+\\.testsuite'],
  contracts: ['tests/contracts/(?!call-channel)', 'local/.+\\.testsuite'],
};

/** Changes how modules load, or keeps a snapshot by its own name. */
const NEEDS_A_SANDBOX =
  /jest\.(mock|doMock|spyOn|useFakeTimers|resetModules|isolateModules)\(|toMatch(Inline)?Snapshot\(/;
/** Ends processes of its own, or is a group by itself. */
const BY_ITSELF = /crash\.test|\.property\.test/;

const isAlone = (file) => BY_ITSELF.test(file) || NEEDS_A_SANDBOX.test(readFileSync(join(root, file), 'utf8'));

const all = [
  'shared',
  'simulation',
  'web/voice',
  'transcripts',
  'cli',
  'local',
  'tests/emulators',
  'tests/contracts',
].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .filter((file) => /\.test(suite)?\.ts$/.test(file))
    .sort(),
);
const filesOf = (group) => all.filter((file) => GROUPS[group].some((start) => new RegExp(`^${start}`).test(file)));

/** The suites of a group, as paths from the root. */
const suitesOf = (group) => filesOf(group).filter((file) => file.endsWith('.test.ts') && !isAlone(file));

/** What several suites of a group share and clear away at the end of all. */
const sharedBy = (group) =>
  filesOf(group).filter(
    (file) => file.endsWith('.testsuite.ts') && /^afterAll\(/m.test(readFileSync(join(root, file), 'utf8')),
  );

module.exports = { GROUPS, suitesOf, sharedBy };
