const TestEnvironment = require('./environment.cjs');

/** In rough mode there is more to wait for, and no test measures time. */
const TIMES_AS_LONG = 10;

module.exports = class extends TestEnvironment {
  handleTestEvent(event, state) {
    if (event.name === 'run_start') state.testTimeout *= TIMES_AS_LONG;
  }
};
