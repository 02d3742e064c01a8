import { join } from 'node:path';
import { runTrusting } from '../../demo/trusting';

// `npm run bench:agents`: nothing of it is left behind.
void runTrusting(join(__dirname, 'measure.js'), process.argv.slice(2)).then((code) => process.exit(code));
