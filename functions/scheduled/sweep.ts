import { sweepInteractions } from '../../shared/flows/sweep-interactions';
import { onTimer } from '../register';

/** Every half minute: acts that nobody finished, whoever's they were. */
export const registerSweep = (): void => onTimer('sweep', '*/30 * * * * *', ({ deps }) => sweepInteractions(deps));
