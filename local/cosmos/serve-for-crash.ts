import { createClock } from '../kit/clock';
import { listen } from '../kit/http';
import { openStore } from '../kit/store';
import { ensureTls } from '../kit/tls';
import { createWork } from '../kit/work';
import { createCosmos } from './create-cosmos';

/** A process of its own for the crash test: `node <this> <folder> <key>`; prints the URL it serves. */
async function serve(folder: string, key: string): Promise<void> {
  const work = createWork();
  const clock = createClock(work, Date.UTC(2026, 0, 5, 12), () => Date.now());
  let url = '';
  const { service } = createCosmos({
    store: openStore(`${folder}/cosmos.db`),
    clock,
    key,
    accountUrl: () => url,
    verifyToken: async () => false,
  });
  const listening = await listen(service, { port: 0, tls: await ensureTls(folder), work });
  url = listening.url;
  process.stdout.write(`${url}\n`);
}

const [, , folder = '', key = ''] = process.argv;
void serve(folder, key);
