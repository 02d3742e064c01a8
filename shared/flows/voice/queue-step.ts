import { decodePosition } from '../../core/flow/position-codec';
import type { FlowPosition } from '../../core/flow/protocol';
import type { QueueNode } from '../../core/flow/nodes';
import type { Interaction, QueueVisit } from '../../core/interaction/state';
import type { Deps } from '../lib/deps';

/** The step of its flow that a visit came from, and what the flow knew then. */
export interface QueueStep {
  readonly node: QueueNode;
  readonly position: Extract<FlowPosition, { state: 'queued' }>;
}

/** The queue step in which a customer waits, or waited; undefined for a visit that comes from none, as one that an agent began. */
export async function queueStepOf(
  { configs }: Pick<Deps, 'configs'>,
  { facts }: Interaction,
  visit: QueueVisit,
): Promise<QueueStep | undefined> {
  const position = decodePosition(visit.position);
  if (position?.state !== 'queued') return undefined;
  const { config } = await configs.at(facts.tenantId, facts.configVersion);
  const node = config.flows.get(facts.flowId)?.nodes.get(position.nodeId);
  return node?.kind === 'queue' ? { node, position } : undefined;
}
