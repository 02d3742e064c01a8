const { join } = require('node:path');

/** What suites are given from outside of their sandbox: what comes in and goes out are plain values. */
const OUTSIDE = ['zod', 'yaml', 'html-to-text'];

/** What `libraries.mjs` makes one file of. */
const LIBRARIES = ['libphonenumber-js/max', '@azure/cosmos', 'jose', 'postal-mime'];

const fileOf = (folder, name) => join(folder, `${name.replaceAll('/', '-')}.js`);

/** For jest: whoever starts it without them gets the packages as they are. */
const mappedLibraries = (folder) =>
  folder === undefined
    ? {}
    : Object.fromEntries([...LIBRARIES, ...OUTSIDE].map((name) => [`^${name}$`, fileOf(folder, name)]));

module.exports = { LIBRARIES, OUTSIDE, fileOf, mappedLibraries };
