import { tickShards } from '../../shared/flows/routing/tick-shards';
import { reconcileShards } from '../../shared/flows/routing/reconcile-shards';
import { onTimer } from '../register';

/** Every second: the deadlines of routing, and what events missed. */
export const registerTick = (): void => onTimer('tick', '* * * * * *', ({ deps }) => tickShards(deps));

/** Every minute: interactions and shards that do not agree. */
export const registerReconcile = (): void => onTimer('reconcile', '20 * * * * *', ({ deps }) => reconcileShards(deps));
