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

/** Stories of many minutes, the console's whole day and the crash loops: `npm run test:full`. */
const LONG = [
  '/tests/browser/(alive|desk|floor)\.test',
  '/tests/faults/(cloud|two-hosts|upgrade)\.test',
  '/tests/journeys/(configuration-cuts|demo|mail-rest|phone-announced|phone-deferred)\.test',
];

/** Writes what a release stores: `npm run record-release`, once for each release. */
const RECORDING = process.env['RECORD_RELEASE'] === '1' ? [] : ['/tests/replay/record-release\\.test'];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform,
  transformIgnorePatterns: ['/node_modules/(?!(jose|postal-mime)/)'],
  testPathIgnorePatterns: ['/node_modules/', ...RECORDING, ...(process.env['FULL'] === '1' ? [] : LONG)],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/', '<rootDir>/.worktrees/'],
};

module.exports = {
  // Generous: machines are busy, and no test measures time.
  testTimeout: 60_000,
  // Journeys wait for processes of their own: one worker would leave a core idle.
  maxWorkers: 2,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{shared,functions,web,cli,simulation}/**/*.test.ts',
        '<rootDir>/local/{scenarios,setup,simulator,console}/**/*.test.ts',
        '<rootDir>/tests/{contracts,architecture,mutants,schedules}/**/*.test.ts',
      ],
    },
    {
      ...common,
      displayName: 'emulators',
      testMatch: [
        '<rootDir>/local/!(scenarios|setup|simulator|console)/**/*.test.ts',
        '<rootDir>/tests/{emulators,replay}/**/*.test.ts',
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
