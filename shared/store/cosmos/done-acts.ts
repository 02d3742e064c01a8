import type { Container } from '@azure/cosmos';
import { stepOf } from '../../core/interaction/act-id';
import type { OpenAct, StoredInteraction } from '../../ports/interaction-store';
import { create, documentId, read, type Document } from './documents';

/** Acts of one step that are done, and the refs that they gave. It stays: the snapshot of a closed interaction is not written again. */
interface DoneDocument extends Document {
  readonly kind: 'done';
  readonly actIds: readonly string[];
  readonly refs: Readonly<Record<string, string>>;
}

const doneId = (step: string): string => documentId('done', step);

/** `repeated` when acts of that step are marked already. */
export async function markDone(
  container: Container,
  pk: string,
  acts: readonly OpenAct[],
  refs: Readonly<Record<string, string>>,
): Promise<'marked' | 'repeated'> {
  const [first] = acts;
  if (first === undefined) return 'marked';
  const actIds = acts.map(({ actId }) => actId);
  const document: DoneDocument = { id: doneId(stepOf(first.actId)), pk, kind: 'done', actIds, refs };
  return (await create(container, document)).kind === 'created' ? 'marked' : 'repeated';
}

/** What is still open of a snapshot's acts, with the refs of those that are done. */
export async function withoutDone(
  container: Container,
  pk: string,
  { openActs, refs }: Pick<StoredInteraction, 'openActs' | 'refs'>,
): Promise<Pick<StoredInteraction, 'openActs' | 'refs'>> {
  const steps = [...new Set(openActs.map(({ actId }) => stepOf(actId)))];
  const marks = await Promise.all(steps.map((step) => read<DoneDocument>(container, doneId(step), pk)));
  const found = marks.filter((mark) => mark !== undefined);
  const done = new Set(found.flatMap(({ actIds }) => actIds));
  return {
    openActs: openActs.filter(({ actId }) => !done.has(actId)),
    refs: Object.assign({}, refs, ...found.map((mark) => mark.refs)) as StoredInteraction['refs'],
  };
}
