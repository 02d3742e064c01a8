import { headersWith } from '../../core/flow/text-for';
import type { Interaction } from '../../core/interaction/state';
import { sipHeadersOf, type SipHeader } from '../../core/lib/sip-headers';
import type { Deps } from '../lib/deps';
import { queueStepOf } from './queue-step';

/**
 * What a number is told that an agent asks about a customer: the headers of the queue from which the agent has them, with what the
 * flow knew then.
 */
export async function consultHeaders(deps: Deps, interaction: Interaction): Promise<readonly SipHeader[]> {
  const { facts, phase, segments } = interaction;
  const visit = phase.name === 'active' ? segments[phase.segment]?.visit : undefined;
  const step = visit && (await queueStepOf(deps, interaction, visit));
  if (step === undefined) return [];
  const { memory, channel, language } = step.position;
  return headersToSend(deps, facts.interactionId, headersWith(step.node.headers, { ...memory, channel, language }));
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
