import type { Interaction } from '../../core/interaction/state';
import type { Deps } from './deps';

/** Too much was sent of late: the orchestration looks at that instant, which is sooner than the sweep does. */
export const lookAgainAt = (
  { orchestrations }: Pick<Deps, 'orchestrations'>,
  { facts, phase }: Interaction,
  at: number,
): Promise<void> => orchestrations.tell(facts, { signal: 'throttled', stage: phase.name, checkAt: at });
