// Gives azd the parameters of a geography where it looks for them: node infra/azd-parameters.mjs <geography> [--print]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [geography = '', option] = process.argv.slice(2);
const file = new URL(`geographies/${geography}.bicepparam`, import.meta.url);
if (!/^[a-z]+$/.test(geography) || !existsSync(file)) {
  console.error(`SWITCHBOARD_GEOGRAPHY is one of infra/geographies, not '${geography}'.`);
  process.exit(2);
}
const parameters = readFileSync(file, 'utf8').replace("using '../main.bicep'", "using './main.bicep'");
if (option === '--print') process.stdout.write(parameters);
else writeFileSync(new URL('main.bicepparam', import.meta.url), parameters);
