import { replaced } from '../stored';
import { need, type Kept } from './promise';

/** A mail rests until the customer has had days to answer; everything else is over. */
const AT_REST: Readonly<Record<string, readonly string[]>> = { email: ['closed', 'parked'] };

export const allAtRest: Kept = {
  says: 'No interaction is left hanging: all are closed, an answered mail may be parked, and nothing is left to do.',
  check: ({ snapshots }) =>
    snapshots.flatMap(({ interaction: { facts, phase }, openActs }) => [
      ...((AT_REST[facts.channel] ?? ['closed']).includes(phase.name)
        ? []
        : [`The ${facts.channel} interaction of ${facts.customerAddress} is ${phase.name}.`]),
      ...(openActs.length === 0 ? [] : [`${openActs.length} acts of ${facts.interactionId} are not done.`]),
    ]),
  async breakIt({ stored }, { snapshots }) {
    const before = need(
      snapshots.find(({ interaction }) => interaction.phase.name === 'closed'),
      'closed interaction',
    );
    const interaction = { ...before.interaction, phase: { name: 'active' } };
    return replaced(stored, 'interactions', before, { ...before, interaction });
  },
};
