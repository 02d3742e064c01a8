import { never } from '../lib/never';
import type { AgentId, Comparison, Expression, SkillId } from './types';

/** Who an expression is asked of. */
export interface Asked {
  readonly agentId: AgentId;
  readonly skills: Readonly<Record<SkillId, number>>;
}

/** Whether the agent is one that the expression means. */
export function holdsFor(expression: Expression, asked: Asked): boolean {
  switch (expression.kind) {
    case 'all':
      return expression.of.every((part) => holdsFor(part, asked));
    case 'any':
      return expression.of.some((part) => holdsFor(part, asked));
    case 'not':
      return !holdsFor(expression.of, asked);
    case 'skill':
      return compares(proficiencyIn(asked.skills, expression.skillId) ?? 0, expression.is, expression.level);
    case 'agents':
      return expression.agentIds.includes(asked.agentId);
    default:
      return never(expression);
  }
}

/** Object.hasOwn, because a skill may be named as something that every object has. Null: does not have it at all. */
export const proficiencyIn = (skills: Asked['skills'], skillId: SkillId): number | null =>
  Object.hasOwn(skills, skillId) ? (skills[skillId] ?? null) : null;

function compares(has: number, is: Comparison, level: number): boolean {
  switch (is) {
    case '>=':
      return has >= level;
    case '>':
      return has > level;
    case '<=':
      return has <= level;
    case '<':
      return has < level;
    case '=':
      return has === level;
    case '!=':
      return has !== level;
    default:
      return never(is);
  }
}

/** The skills that an expression names, each once. */
export function skillsIn(expression: Expression): readonly SkillId[] {
  switch (expression.kind) {
    case 'all':
    case 'any':
      return [...new Set(expression.of.flatMap(skillsIn))];
    case 'not':
      return skillsIn(expression.of);
    case 'skill':
      return [expression.skillId];
    case 'agents':
      return [];
    default:
      return never(expression);
  }
}
