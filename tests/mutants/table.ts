import { INVARIANTS } from './invariants';
import type { Mutant } from './mutant';
import { PROMISES } from './promises';
import { RULES } from './rules';

/** Every defect that is seeded. */
export const MUTANTS: readonly Mutant[] = [...INVARIANTS, ...PROMISES, ...RULES];

/** Those that `--only` names, by id or by law; all without it. */
export const chosen = (only: string | undefined): readonly Mutant[] =>
  MUTANTS.filter(({ id, law }) => only === undefined || id === only || law === only || law.startsWith(`${only}:`));
