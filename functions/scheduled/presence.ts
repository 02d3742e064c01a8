import { watchPresence } from '../../shared/flows/agents/watch-presence';
import { onTimer } from '../register';

/** Every quarter of a minute: what agents' presence in Teams says of offers, where their tenant wants to know. */
export const registerPresence = (): void => onTimer('presence', '*/15 * * * * *', ({ deps }) => watchPresence(deps));
