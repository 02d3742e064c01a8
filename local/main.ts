import { join } from 'node:path';
import { startLocalAzure } from './azure';
import { consolePages } from './console/pages';
import { listen } from './kit/http';
import { createWork } from './kit/work';
import { HELP, readLocalOptions } from './options';
import { PortTaken } from './setup/ports';
import { createSeats } from './simulator/seats';
import { createSimulator } from './simulator/simulator';

/** `npm start`: local Azure, the app on it, and the console's page. */
async function main(): Promise<void> {
  const options = readLocalOptions(process.argv.slice(2), join(__dirname, '../..'));
  if (options === 'help') {
    console.log(HELP);
    return;
  }
  const azure = await startLocalAzure(options);
  // Not counted as work of the clock: a step of the clock is one of its requests.
  const seats = createSeats(azure.organisation.agents[0]?.agentId ?? '');
  const pages = consolePages(join(options.appFolder, 'dist/local/console/page'));
  const page = await listen(createSimulator(azure, pages, seats), { port: azure.ports.console, work: createWork() });
  console.log(`Switchboard runs on local Azure. Console: ${azure.endpoints.console.endpoint}`);
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    await page.close();
    await azure.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

main().catch((error: unknown) => {
  // A taken port is for whoever started us; everything else is a defect that somebody has to find.
  console.error(error instanceof PortTaken ? error.message : error);
  process.exit(1);
});
