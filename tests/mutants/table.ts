import { CLOCK_RULES } from './clock-rules';
import { ENGINE_RULES } from './engine-rules';
import { INVARIANTS } from './invariants';
import type { Mutant } from './mutant';
import { PEOPLE_RULES } from './people-rules';
import { PROMISES } from './promises';
import { ROUTING_RULES } from './routing-rules';
import { RULES } from './rules';
import { RELEASE_RULES } from './release-rules';
import { SCHEDULED } from './schedules';
import { TURN_RULES } from './turn-rules';
import { TOKEN_RULES } from './token-rules';
import { VOICE_RULES } from './voice-rules';

/** Every defect that is seeded. */
export const MUTANTS: readonly Mutant[] = [
  ...INVARIANTS,
  ...SCHEDULED,
  ...PROMISES,
  ...RULES,
  ...ROUTING_RULES,
  ...TURN_RULES,
  ...TOKEN_RULES,
  ...RELEASE_RULES,
  ...VOICE_RULES,
  ...PEOPLE_RULES,
  ...ENGINE_RULES,
  ...CLOCK_RULES,
];

/** Those that `--only` names, by id, law or kind of law, several with commas between; all without it. */
export function chosen(only: string | undefined): readonly Mutant[] {
  if (only === undefined) return MUTANTS;
  const wanted = only.split(',');
  return MUTANTS.filter(({ id, law }) => wanted.some((one) => id === one || law === one || law.startsWith(`${one}:`)));
}
