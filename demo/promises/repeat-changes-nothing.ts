import { storyOf, type Evidence } from '../evidence';
import { added } from '../stored';
import { need, type Kept } from './promise';

export const repeatChangesNothing: Kept = {
  says: 'An event that is delivered again after the close opens no second interaction and adds no message.',
  check(evidence) {
    const { told, snapshots, repeats } = evidence;
    const unexpected = snapshots
      .map(({ interaction }) => interaction.facts)
      .filter(({ interactionId }) => !told.some((one) => one.interactionId === interactionId))
      .map(({ channel, interactionId }) => `Nobody began the ${channel} interaction ${interactionId}.`);
    const inexact = told
      .filter((one) => countStored(evidence, one.interactionId) !== one.written.length)
      .map((one) => `${one.customer} wrote ${one.written.length} times, and something else is stored.`);
    return [...(repeats === 0 ? ['No event was repeated.'] : []), ...unexpected, ...inexact];
  },
  async breakIt({ stored }, evidence) {
    const { interactionId } = storyOf(evidence, 'chat');
    const found = evidence.snapshots.find(({ interaction }) => interaction.facts.interactionId === interactionId);
    const real = need(found, 'interaction');
    const facts = { ...real.interaction.facts, interactionId: 'opened-by-a-repeat' };
    const copy = { ...real, pk: `${real.pk}-again`, interaction: { ...real.interaction, facts } };
    return added(stored, 'interactions', copy);
  },
};

const countStored = ({ messages }: Evidence, interactionId: string): number =>
  messages.filter(({ ref, direction }) => direction === 'in' && ref.interactionId === interactionId).length;
