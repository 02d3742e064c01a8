import { decodePosition } from '../../core/flow/position-codec';
import { headersWith } from '../../core/flow/text-for';
import type { Interaction } from '../../core/interaction/state';
import { sipHeadersOf, type SipHeader } from '../../core/lib/sip-headers';
import type { Deps } from '../lib/deps';

/**
 * What a number is told that an agent asks about a customer: the headers of the queue from which the agent has them, with what the
 * flow knew then.
 */
export async function consultHeaders(
  deps: Deps,
  { facts, phase, segments }: Interaction,
): Promise<readonly SipHeader[]> {
  const visit = phase.name === 'active' ? segments[phase.segment]?.visit : undefined;
  const position = visit === undefined ? null : decodePosition(visit.position);
  if (position?.state !== 'queued') return [];
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const node = config.flows.get(facts.flowId)?.nodes.get(position.nodeId);
  if (node?.kind !== 'queue') return [];
  const { memory, channel, language } = position;
  return headersToSend(deps, facts.interactionId, headersWith(node.headers, { ...memory, channel, language }));
}

/** Those that may go out, of those that say anything. What a caller said, or a look-up answered, writes no headers of its own: the call goes without it. */
export function headersToSend(
  { log }: Pick<Deps, 'log'>,
  interactionId: string,
  wanted: readonly SipHeader[],
): readonly SipHeader[] {
  const { sent, refused } = sipHeadersOf(wanted.filter(({ value }) => value.trim() !== ''));
  for (const name of refused) log.warn('header not sent', { interactionId, name });
  return sent;
}
