import { join } from 'node:path';
import { OPEN_AT, startLocalAzure } from '../../demo/local-azure';
import { figure, round } from '../figure';

const STARTS = 3;

/** From nothing to the console's line that says where it is: every service, the host, the app, its configuration. */
export async function benchColdStart(root: string, folder: string): Promise<void> {
  const lengths: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    const began = performance.now();
    const own = join(folder, `start-${n}`);
    const azure = await startLocalAzure({
      root,
      folder: own,
      tlsFolder: join(folder, 'tls'),
      at: OPEN_AT,
      isStepped: false,
    });
    lengths.push(performance.now() - began);
    await azure.stop();
  }
  figure('cold start of everything', {
    starts: STARTS,
    bestMs: round(Math.min(...lengths)),
    worstMs: round(Math.max(...lengths)),
  });
}
