const { TestEnvironment } = require('jest-environment-node');
const { OUTSIDE } = require('./libraries.cjs');

/**
 * Gives suites the libraries of `OUTSIDE` from outside of the sandbox, where they are loaded once for a process and are warm: parsing
 * Contoso's configuration cold takes a third of a second, and a hundred suites do.
 */
module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.global.outside = Object.fromEntries(OUTSIDE.map((name) => [name, require(name)]));
  }
};
