const { default: Sequencer } = require('@jest/test-sequencer');

/** The longest, in that order: whichever began last would be alone at the end. */
const FIRST = [
  'journeys/together/',
  'faults/',
  'journeys/',
  'browser/',
  'schedules/',
  'tests/together/',
  // Waits, mostly.
  'contracts/call-channel',
  'functions/http',
  'functions/two-tenants',
  'crash.test',
];

function rankOf({ path }) {
  const found = FIRST.findIndex((part) => path.includes(part));
  return found < 0 ? FIRST.length : found;
}

/** Without times of an earlier run jest begins with the largest file, which says little. */
module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
  }
};
