import { existsSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** What the pure core may never touch: clocks, randomness, timers, I/O, asynchrony, classes and exceptions. */
const pureCore = [
  { selector: 'AwaitExpression', message: 'shared/core is synchronous.' },
  { selector: 'FunctionDeclaration[async=true]', message: 'shared/core is synchronous.' },
  { selector: 'ArrowFunctionExpression[async=true]', message: 'shared/core is synchronous.' },
  { selector: 'ThrowStatement', message: 'shared/core returns errors as values.' },
  { selector: 'ClassDeclaration', message: 'shared/core has data and functions only.' },
  { selector: "MemberExpression[object.name='Date']", message: 'Time enters shared/core as an argument.' },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time enters shared/core as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Randomness enters as an argument.',
  },
];

const pureGlobals = [
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'console',
  'crypto',
  'performance',
];

export default tseslint.config(
  {
    ignores: [
      '.package',
      'dist/',
      'node_modules/',
      'coverage/',
      '.local/',
      '.worktrees/',
      // Its libraries are installed by `npm run desk:build` alone: without them no type of it is known.
      ...(existsSync(new URL('web/desk/node_modules', import.meta.url)) ? [] : ['web/desk/']),
      'web/desk/vite.config.ts',
      'eslint.config.mjs',
      '*.js',
      '**/*.cjs',
      '**/*.mjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Objects here are closures: their methods know no `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // The only classes here are errors, and there are no enums; these two took a sixth of the time.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/*.testsuite.ts', 'tests/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['shared/core/**/*.ts'],
    ignores: ['.package', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...pureCore],
      'no-restricted-globals': ['error', ...pureGlobals],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Tables of operations, and markup: long without being intricate.
    files: ['local/simulator/**/*.ts', 'local/console/page/**/*.ts', 'local/scenarios/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['local/main.ts', 'demo/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
);
