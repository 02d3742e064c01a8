/** A timeline event as far as words for it go. */
interface TimelineEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Plain words for an event of an interaction's timeline. One that is not known is shown by its name. */
export function wordsOf(event: TimelineEvent): { readonly title: string; readonly detail: string } {
  const field = (name: string) => (typeof event[name] === 'string' ? event[name] : '');
  const visit = event['visit'] as { readonly queueId?: string } | undefined;
  switch (event.type) {
    case 'opened':
      return { title: 'Interaction opened', detail: '' };
    case 'flowMoved':
      return { title: 'Self-service', detail: nodeOf(field('position')) };
    case 'queued':
      return { title: `Queued for ${visit?.queueId ?? '?'}`, detail: field('cause') };
    case 'offerPresented':
      return { title: `Offered to ${field('agentId')}`, detail: field('offerId') };
    case 'offerEnded':
      return { title: `Offer to ${field('agentId')} ended`, detail: field('end') };
    case 'accepted':
      return { title: `Accepted by ${field('agentId')}`, detail: field('assignmentId') };
    case 'connected':
      return { title: `Connected with ${field('agentId')}`, detail: '' };
    case 'connectFailed':
      return { title: `${field('agentId')} was not connected`, detail: field('failure') };
    case 'visitEnded':
      return { title: 'Queue visit ended', detail: field('outcome') };
    case 'agentLost':
      return { title: `${field('agentId')} was lost`, detail: field('loss') };
    case 'ended':
      return { title: 'Conversation ended', detail: field('reason') };
    case 'wrappedUp':
      return { title: `Wrapped up by ${field('agentId')}`, detail: field('code') };
    case 'closed':
      return { title: 'Closed', detail: field('reason') };
    default:
      return { title: event.type, detail: field('agentId') };
  }
}

/** The node of a flow position, which is JSON with a `nodeId`. */
function nodeOf(position: string): string {
  const found = /"nodeId":"([^"]+)"/.exec(position);
  return found?.[1] ?? '';
}
