import { entriesOf, shownTo, storyOf, type Evidence } from '../evidence';
import { replaced } from '../stored';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

export const oneOwner: Kept = {
  says: 'Each customer has one agent: the journal, the interaction and the chats in Teams name the same one.',
  check: (evidence) => evidence.told.flatMap((one) => doubtsOf(evidence, one)),
  async breakIt({ stored, agents }, evidence) {
    const { interactionId, agentId } = storyOf(evidence, 'chat');
    const found = evidence.snapshots.find(({ interaction }) => interaction.facts.interactionId === interactionId);
    const before = need(found, 'interaction');
    const other = need(
      agents.find(({ id }) => id !== agentId),
      'other agent',
    ).id;
    const second = { ...need(before.interaction.segments[0], 'segment'), agentId: other };
    const segments = [...before.interaction.segments, second];
    return replaced(stored, 'interactions', before, { ...before, interaction: { ...before.interaction, segments } });
  },
};

function doubtsOf(evidence: Evidence, one: Told): string[] {
  const assigned = entriesOf(evidence).flatMap(({ acts }) =>
    acts.filter(({ kind, interactionId }) => kind === 'assigned' && interactionId === one.interactionId),
  );
  const snapshot = evidence.snapshots.find(({ interaction }) => interaction.facts.interactionId === one.interactionId);
  const expected = one.agentId === null ? [] : [one.agentId];
  return [
    ...differs(
      expected,
      assigned.map(({ agentId }) => agentId ?? ''),
      `${one.customer} by the journal`,
    ),
    ...differs(expected, snapshot?.interaction.segments.map(({ agentId }) => agentId) ?? [], `${one.customer}, stored`),
    ...differs(one.written.length > 0 ? expected : [], readersOf(evidence, one), `${one.customer} in Teams`),
  ];
}

/** In whose chats the customer's words stand. */
const readersOf = (evidence: Evidence, { written }: Told): string[] =>
  [...evidence.chats.keys()].filter((agentId) =>
    shownTo(evidence, agentId).some((text) => written.some((word) => text.includes(word))),
  );

const differs = (expected: readonly string[], found: readonly string[], where: string): string[] =>
  expected.join() === found.join() ? [] : [`${where}: ${found.join(' and ') || 'nobody'}, not ${expected.join()}`];
