import { sweepInteractions } from '../../shared/flows/sweep-interactions';
import { sweepMessages } from '../../shared/flows/sweep-messages';
import { onTimer } from '../register';

/** Every half minute: acts and relays that nobody finished, whoever's they were. */
export const registerSweep = (): void =>
  onTimer('sweep', '*/30 * * * * *', async ({ deps }) => {
    await sweepInteractions(deps);
    await sweepMessages(deps);
  });
