import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalAzure } from './azure';
import { consolePages, foreignPage } from './console/pages';
import { listen } from './kit/http';
import { createWork } from './kit/work';
import { HELP, readLocalOptions, type LocalOptions } from './options';
import { choosePeople } from './people';
import { PortTaken } from './setup/ports';
import { createSeats } from './simulator/seats';
import { createSimulator } from './simulator/simulator';

/** `npm start`: local Azure, the app on it, the console's page, and simulated people. */
async function main(): Promise<void> {
  const options = optionsGiven();
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const isFirstStart = !existsSync(join(options.dataFolder, 'cloud/clock.sqlite'));
  const people = choosePeople(options, isFirstStart);
  const azure = await startLocalAzure(people.options, people.firstInstant);
  const seats = createSeats(azure.organisation.agents[0]?.agentId ?? '');
  const folder = join(options.appFolder, 'dist/local/console/page');
  const { functions, webPubSub, communication } = azure.endpoints;
  const foreign = foreignPage(folder, functions.endpoint, webPubSub.endpoint, communication.endpoint);
  const pages = [...consolePages(folder), foreign];
  const service = createSimulator(azure, { pages, seats, people: people.now });
  // Not counted as work of the clock: a step of the clock is one of its requests.
  const page = await listen(service, { port: azure.ports.console, work: createWork() });
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    people.stop();
    await page.close();
    await azure.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  // Whoever reads that it runs may stop it at once.
  if (options.roughSeed !== undefined)
    console.log(`Rough mode; the same again with --rough --seed ${options.roughSeed}`);
  console.log(`Switchboard runs on local Azure. Console: ${azure.endpoints.console.endpoint}`);
  await people.begin(azure, seats);
}

/** A wrong command line is for whoever typed it: no defect of ours is to be found there. */
function optionsGiven(): LocalOptions | 'help' {
  try {
    return readLocalOptions(process.argv.slice(2), join(__dirname, '../..'));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n--help tells every option.`);
    process.exit(2);
  }
}

main().catch((error: unknown) => {
  // A taken port is for whoever started us; everything else is a defect that somebody has to find.
  console.error(error instanceof PortTaken ? error.message : error);
  process.exit(1);
});
