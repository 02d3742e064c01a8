// Writes the definitions of the Cosmos containers, which the code holds, where the template reads them. After `npm run build`.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { CONTAINERS } = createRequire(import.meta.url)('../dist/shared/store/cosmos/containers.js');
const file = new URL('containers.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(Object.values(CONTAINERS), null, 2)}\n`);
