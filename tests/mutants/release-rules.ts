import type { Mutant } from './mutant';

const REPLAYS = { test: 'tests/replay/releases.test.ts' };

/** Changes that would break what earlier releases stored: the recorded histories and timelines notice, by name. */
export const RELEASE_RULES: readonly Mutant[] = [
  {
    id: 'orchestrator-looks-first',
    law: 'rule:releases',
    breaks: 'the orchestrator calls its activity before its first timer: histories under way no longer fit',
    file: 'shared/orchestration/interaction.ts',
    text: '    if (checkAt === null) {',
    replacement: '    if (words === 0 || checkAt === null) {',
    caughtBy: { ...REPLAYS, name: 'the history of %s is replayed as it was' },
  },
  {
    id: 'orchestrator-starts-over',
    law: 'rule:releases',
    breaks: 'the orchestrator begins a new history after every word',
    file: 'shared/orchestration/interaction.ts',
    text: 'const WORDS_PER_HISTORY = 12;',
    replacement: 'const WORDS_PER_HISTORY = 1;',
    caughtBy: { ...REPLAYS, name: 'the history of %s is replayed as it was' },
  },
];
