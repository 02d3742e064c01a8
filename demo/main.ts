import { join } from 'node:path';
import { runTrusting } from './trusting';

// `npm run demo`: nothing of it is left behind.
void runTrusting(join(__dirname, 'perform.js'), process.argv.slice(2)).then((code) => process.exit(code));
