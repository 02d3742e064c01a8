const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** What `libraries.mjs` makes one file of. */
const LIBRARIES = ['zod', 'yaml', 'libphonenumber-js/max', '@azure/cosmos', 'html-to-text', 'jose', 'postal-mime'];

const fileOf = (root, name) =>
  join(root, 'node_modules/.cache/switchboard-libraries', `${name.replaceAll('/', '-')}.js`);

/** For jest: whoever starts it without them gets the packages as they are. */
const mappedLibraries = (root) =>
  Object.fromEntries(
    LIBRARIES.filter((name) => existsSync(fileOf(root, name))).map((name) => [`^${name}$`, fileOf(root, name)]),
  );

module.exports = { LIBRARIES, fileOf, mappedLibraries };
