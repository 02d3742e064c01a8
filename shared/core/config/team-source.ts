import type { AgentQueueSource } from './agent-queue-source';
import type { CapacitySource } from './capacity-source';

/** Agents who do the same work. Each member has what the team has; what an agent says of themselves stands before it. */
export interface TeamSource {
  readonly id: string;
  readonly name: string;
  readonly queues: readonly AgentQueueSource[];
  readonly skills?: readonly { readonly skill: string; readonly proficiency: number }[] | undefined;
  readonly capacity?: CapacitySource | undefined;
  /** Names of `hours` in which its members may be at work; left out, at any time. */
  readonly shifts?: readonly string[] | undefined;
}
