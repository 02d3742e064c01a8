import { join } from 'node:path';
import { launch, OPEN_AT } from '../../local/launch';
import { figure, round } from '../figure';

const STARTS = 3;

/** From nothing to the console's line that says where it is: every service, the host, the app, its configuration. */
export async function benchColdStart(root: string, folder: string, isQuick: boolean): Promise<void> {
  const starts = isQuick ? 1 : STARTS;
  const lengths: number[] = [];
  for (let n = 0; n < starts; n += 1) {
    const began = performance.now();
    const own = join(folder, `start-${n}`);
    const azure = await launch({
      root,
      folder: own,
      tlsFolder: join(folder, 'tls'),
      options: ['--quiet', '--at', OPEN_AT],
    });
    lengths.push(performance.now() - began);
    await azure.stop();
  }
  figure('cold start of everything', {
    starts,
    bestMs: round(Math.min(...lengths)),
    worstMs: round(Math.max(...lengths)),
  });
}
