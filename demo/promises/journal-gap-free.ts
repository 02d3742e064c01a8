import { entriesOf } from '../evidence';
import { deleted } from '../stored';
import { need, type Kept } from './promise';

export const journalGapFree: Kept = {
  says: 'The journal of routing counts 1, 2, 3 … without a gap, to where its head says.',
  check(evidence) {
    const found = entriesOf(evidence).map(({ seq }) => seq);
    const gap = found.findIndex((seq, index) => seq !== index + 1);
    return [
      ...(gap < 0 ? [] : [`After ${gap} comes ${found[gap] ?? 'nothing'}.`]),
      ...(found.at(-1) === evidence.journalHead ? [] : [`The head says ${evidence.journalHead}.`]),
    ];
  },
  breakIt: ({ stored }, { journal }) =>
    deleted(stored, 'routing', need(journal[Math.floor(journal.length / 2)], 'journal entry')),
};
