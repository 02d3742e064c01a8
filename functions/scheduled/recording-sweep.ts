import { sweepRecordings } from '../../shared/flows/play-recording';
import { onTimer } from '../register';

/** Every hour: recordings whose time is over are deleted. */
export const registerRecordingSweep = (): void =>
  onTimer('recordingSweep', '0 40 * * * *', async ({ deps }) => {
    const deleted = await sweepRecordings(deps);
    if (deleted > 0) deps.log.info('recordings deleted', { deleted });
  });
