import { proficiencyIn, skillsIn } from './expression';
import { stepInForce } from './eligibility';
import type { Agent, Visit } from './state';
import type { ChoiceRule } from './types';

/** What the rule compares agents by for a visit: lower is chosen first. Null: the index has their order already. */
export function figureOf(rule: ChoiceRule, agent: Agent, visit: Visit): number | null {
  switch (rule) {
    case 'longestIdle':
      return null;
    case 'roundRobin':
      return agent.offeredSeq;
    case 'leastLoaded':
      return agent.usedUnits / agent.profile.capacity.totalUnits;
    case 'bestSkilled':
      // Subtracted, because the best is to come first; a minus sign would make a -0 that JSON does not keep.
      return 0 - skillOf(agent, visit);
    case 'fewestContacts':
      return agent.contacts;
  }
}

function skillOf({ profile }: Agent, visit: Visit): number {
  const { where } = stepInForce(visit);
  const skillIds = new Set([
    ...visit.need.map(({ skillId }) => skillId),
    ...visit.steps.flatMap(({ requirements }) => requirements.map(({ skillId }) => skillId)),
    ...(where === undefined ? [] : skillsIn(where)),
  ]);
  return [...skillIds].reduce((sum, skillId) => sum + (proficiencyIn(profile.skills, skillId) ?? 0), 0);
}
