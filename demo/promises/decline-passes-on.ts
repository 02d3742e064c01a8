import { eventsOf, storyOf } from '../evidence';
import { deleted } from '../stored';
import { need, type Kept } from './promise';

export const declinePassesOn: Kept = {
  says: 'Who declines stays ready, and the customer goes to the other agent with their place kept.',
  check(evidence) {
    const { passedOver, agentId, customer, interactionId } = storyOf(evidence, 'chat');
    if (passedOver?.how !== 'declined') return [`Nobody declined ${customer}.`];
    const events = eventsOf(evidence, storyOf(evidence, 'chat')).map(({ event }) => event);
    const declined = events.findIndex((one) => one.type === 'offerEnded' && one.end === 'declined');
    const accepted = events.findIndex((one) => one.type === 'accepted');
    return [
      ...(declined >= 0 && events[declined]?.agentId === passedOver.agentId ? [] : ['The decline is not recorded.']),
      ...(accepted > declined && events[accepted]?.agentId === agentId && agentId !== passedOver.agentId
        ? []
        : ['The other agent did not take the customer after it.']),
      ...(events.filter(({ type }) => type === 'queued').length === 1 ? [] : [`${interactionId} was queued twice.`]),
      ...(passedOver.stateAfter === 'ready' ? [] : [`${passedOver.agentId} was ${passedOver.stateAfter} after it.`]),
    ];
  },
  async breakIt({ stored }, evidence) {
    const events = eventsOf(evidence, storyOf(evidence, 'chat'));
    const decline = events.find(({ event }) => event.end === 'declined');
    return deleted(stored, 'interactions', need(decline, 'decline').document);
  },
};
