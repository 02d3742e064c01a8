import { tickShards } from '../../shared/flows/routing/tick-shards';
import { onTimer } from '../register';

/** Every second: the deadlines of routing, and what events missed. */
export const registerTick = (): void => onTimer('tick', '* * * * * *', ({ deps }) => tickShards(deps));
