import { sweepMail } from '../../shared/flows/sweep-mail';
import { onTimer } from '../register';

/** Every two minutes: mails whose notification never came, and subscriptions that would end. */
export const registerMailSweep = (): void =>
  onTimer('mailSweep', '0 */2 * * * *', async ({ deps, mailClientState }) => sweepMail(deps, await mailClientState()));
