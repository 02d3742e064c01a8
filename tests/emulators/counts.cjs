const { relative, sep } = require('node:path');

/** Counts the tests of each emulator: `local/<service>` is a service, `tests/emulators/<what>` goes by what it is. */
function serviceOf(path) {
  const [top, second, third] = path.split(sep);
  if (top === 'local') return second;
  if (top !== 'tests') return 'other';
  return third.includes('.') ? 'the app on the emulators' : `${third} of the clients`;
}

class Counts {
  constructor(globalConfig) {
    this.root = globalConfig.rootDir;
  }

  onRunComplete(_, { testResults }) {
    const rows = new Map();
    for (const { testFilePath, numPassingTests, numFailingTests, numPendingTests } of testResults) {
      const service = serviceOf(relative(this.root, testFilePath));
      const row = rows.get(service) ?? { suites: 0, passed: 0, failed: 0, skipped: 0 };
      row.suites += 1;
      row.passed += numPassingTests;
      row.failed += numFailingTests;
      row.skipped += numPendingTests;
      rows.set(service, row);
    }
    const line = (name, ...cells) => `${name.padEnd(26)}${cells.map((cell) => String(cell).padStart(9)).join('')}\n`;
    process.stderr.write(`\n${line('service', 'suites', 'passed', 'failed', 'skipped')}`);
    for (const [service, row] of [...rows].sort(([a], [b]) => a.localeCompare(b)))
      process.stderr.write(line(service, row.suites, row.passed, row.failed, row.skipped));
  }
}

module.exports = Counts;
