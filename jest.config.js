const { mappedLibraries } = require('./tests/libraries.cjs');
const { GROUPS, suitesOf } = require('./tests/together.cjs');

const transform = {
  '\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
  // jose and postal-mime ship ESM only, which jest cannot require.
  'node_modules/(jose|postal-mime)/.+\\.js$': [
    '@swc/jest',
    { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
  ],
};

/**
 * `npm test` ends within five minutes: stories of many minutes, crash loops, pages beside the console's, and stories whose rules are
 * told by plain values too are in `npm run test:full` alone.
 */
const LONG = [
  '/local/host/crash\.test',
  '/tests/browser/(alive|desk|desk-mail|dialogs|floor|simulation|voice|widget)\.test',
  '/tests/faults/(cloud|two-hosts|upgrade)\.test',
  '/tests/journeys/(bot|budgets|configuration|configuration-cuts|demo|documents|figures|identities|mail-by-acs|mail-rest|moving)\.test',
  '/tests/journeys/(phone-announced|phone-budget|phone-deferred|phone-reception|phone-ringing|phone-softphone|phone-transcripts|routing-explained|routing-rules|transfer)\.test',
];

/** Journeys that share a stage in a run of all, as `tests/journeys/together` says, and suites that share a sandbox (`tests/together.cjs`). */
const SHARING = '/tests/journeys/(chat|events|leaving|live|mail|phone|phone-leaving|privacy|routing|sms)\\.test';
const exactly = (file) => `/${file.replaceAll('.', '\\.')}$`;
const TOLD_ELSEWHERE =
  process.env['TOGETHER'] === '1'
    ? [SHARING, ...Object.keys(GROUPS).flatMap(suitesOf).map(exactly)]
    : ['/tests/journeys/together/', '/tests/together/'];

/** Writes what a release stores: `npm run record-release`, once for each release. */
const RECORDING = process.env['RECORD_RELEASE'] === '1' ? [] : ['/tests/replay/record-release\\.test'];

/**
 * A global of jest's sandbox is looked up through an interceptor at each use, which makes a property of many runs a third dearer. What the
 * language itself gives is handed to each module as an argument instead. (Names that a library declares for itself, as `Buffer`, cannot be; `Date` is left out, for hosts in a test replace it.)
 */
const LANGUAGE = [
  ...['Array', 'BigInt', 'Error', 'Infinity', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Reflect'],
  ...['RegExp', 'String', 'Symbol', 'Uint8Array', 'WeakMap'],
];

const common = {
  rootDir: __dirname,
  testEnvironment: '<rootDir>/tests/environment.cjs',
  sandboxInjectedGlobals: LANGUAGE,
  transform,
  moduleNameMapper: mappedLibraries(process.env['SWITCHBOARD_LIBRARIES']),
  transformIgnorePatterns: ['/node_modules/(?!(jose|postal-mime)/)'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...RECORDING,
    ...TOLD_ELSEWHERE,
    ...(process.env['FULL'] === '1' ? [] : LONG),
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/', '<rootDir>/.worktrees/'],
};

module.exports = {
  // Generous: machines are busy, and no test measures time.
  testTimeout: 60_000,
  // Journeys wait for processes of their own: as many workers as cores would leave cores idle.
  maxWorkers: 3,
  testSequencer: '<rootDir>/tests/sequencer.cjs',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{shared,functions,web,cli,simulation,transcripts}/**/*.test.ts',
        '<rootDir>/local/{scenarios,setup,simulator,console}/**/*.test.ts',
        '<rootDir>/tests/{azure-host,contracts,architecture,mutants,schedules}/**/*.test.ts',
        '<rootDir>/tests/together/{routing,core,flows,voice,adapters,scenes,contracts}.test.ts',
      ],
    },
    {
      ...common,
      displayName: 'emulators',
      testMatch: [
        '<rootDir>/local/!(scenarios|setup|simulator|console)/**/*.test.ts',
        '<rootDir>/tests/{emulators,replay}/**/*.test.ts',
        '<rootDir>/tests/together/{calls,communication,cosmos,services,emulators}.test.ts',
      ],
    },
    { ...common, displayName: 'browser', testMatch: ['<rootDir>/tests/browser/**/*.test.ts'] },
    {
      ...common,
      ...(process.env['ROUGH'] === undefined ? {} : { testEnvironment: '<rootDir>/tests/rough-environment.cjs' }),
      displayName: 'journeys',
      testMatch: ['<rootDir>/tests/{journeys,faults}/**/*.test.ts'],
    },
  ],
};
