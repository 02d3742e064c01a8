const { join } = require('node:path');

/** What `libraries.mjs` makes one file of. */
const LIBRARIES = ['zod', 'yaml', 'libphonenumber-js/max', '@azure/cosmos', 'html-to-text', 'jose', 'postal-mime'];

const fileOf = (folder, name) => join(folder, `${name.replaceAll('/', '-')}.js`);

/** For jest: whoever starts it without them gets the packages as they are. */
const mappedLibraries = (folder) =>
  folder === undefined ? {} : Object.fromEntries(LIBRARIES.map((name) => [`^${name}$`, fileOf(folder, name)]));

module.exports = { LIBRARIES, fileOf, mappedLibraries };
