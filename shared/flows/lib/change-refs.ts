import type { InteractionRef } from '../../core/lib/ids';
import type { StoredInteraction } from '../../ports/interaction-store';
import type { Deps } from './deps';
import { FlowError } from './flow-error';
import { loadWhere } from './load-where';

/** Those who learn something of one interaction in the same moment are few. */
const ATTEMPTS = 5;

/** What is to be kept, null for nothing, and what the caller wants to know of the interaction as it was then. */
interface Learnt<T> {
  readonly refs: StoredInteraction['refs'] | null;
  readonly answer: T;
}

/** Keeps references beside an interaction that itself stays as it is. A lost race looks again at what the winner left. */
export async function changeRefs<T>(
  deps: Pick<Deps, 'interactions'>,
  ref: InteractionRef,
  learntFrom: (stored: StoredInteraction) => Learnt<T>,
): Promise<T | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await loadWhere(deps, ref, () => true);
    if (stored === undefined) return undefined;
    const { refs, answer } = learntFrom(stored);
    if (refs === null) return answer;
    const { interaction, openActs, etag } = stored;
    const write = { interaction, openActs, refs: { ...stored.refs, ...refs }, events: [] };
    if ((await deps.interactions.save(write, etag)).kind === 'saved') return answer;
  }
  throw new FlowError('contended', 'The interaction is being changed by too many at once.');
}
