import type { Mutant } from './mutant';

const RUNNER = { test: 'shared/flows/routing/shard-runner.test.ts' };
const DEAD = { test: 'shared/flows/routing/acts-of-the-dead.test.ts' };
const STORES = { test: 'tests/contracts/stores-cosmos.test.ts' };

/** Defects of several writers who share a shard: what each misses of the others, and how they get in each other's way. */
export const TURN_RULES: readonly Mutant[] = [
  {
    id: 'caught-up-but-for-the-last',
    law: 'rule:fencing',
    breaks: 'who catches up with what others wrote leaves out the last of it',
    file: 'shared/flows/routing/shard-memory.ts',
    text: 'state: fold(state, found.entries),',
    replacement: 'state: fold(state, found.entries.slice(0, -1)),',
    caughtBy: { ...RUNNER, name: 'processes that submit at once take turns' },
  },
  {
    id: 'pen-without-fence',
    law: 'rule:fencing',
    breaks: 'the pen is taken from whoever wrote in the meantime',
    file: 'shared/store/cosmos/routing-journal.ts',
    text: 'const outcome = await replace(container, head, etag);',
    replacement:
      'const outcome = await replace(container, head, (await readHead(container, shard, segment))?.etag ?? etag);',
    caughtBy: { ...STORES, name: 'who has the pen is seen' },
  },
  {
    id: 'pen-not-heeded',
    law: 'rule:turns',
    breaks: 'a writer decides while another has the pen',
    file: 'shared/flows/routing/shard-turns.ts',
    text: 'if (!isOfAnother(slot, loaded) || wait.sameMs >= PEN_MS) {',
    replacement: 'if (wait.sameMs >= 0) {',
    caughtBy: { ...RUNNER, name: 'processes that submit at once take turns' },
  },
  {
    id: 'no-pen',
    law: 'rule:turns',
    breaks: 'writers who meet decide at once, and all but one lose',
    file: 'shared/flows/routing/shard-turns.ts',
    text: 'if (slot.wary === 0) return loaded;',
    replacement: 'return loaded;',
    caughtBy: { ...RUNNER, name: 'processes that submit at once take turns' },
  },
  {
    id: 'pen-of-the-dead',
    law: 'rule:turns',
    breaks: 'a writer that died with the pen in its hand stops the shard for ever',
    file: 'shared/flows/routing/shard-turns.ts',
    text: '  wait.sameMs += ms / 2;\n',
    replacement: '',
    caughtBy: { ...RUNNER, name: 'the pen of a process that died is taken over' },
  },
  {
    id: 'pen-kept-for-nothing',
    law: 'rule:turns',
    breaks: 'a writer that has nothing to write keeps the pen',
    file: 'shared/flows/routing/shard-runner.ts',
    text: '      await layDownPen(deps, slot);\n',
    replacement: '',
    caughtBy: { ...RUNNER, name: 'who has the pen and nothing to write lays it down' },
  },
  {
    id: 'dead-mans-act',
    law: 'rule:redone',
    breaks: 'what a process left undone as it died is done only when the shard has something else to do',
    file: 'shared/flows/routing/tick-shards.ts',
    text: 'const isOverdue = facts.openActsSince !== null && facts.openActsSince <= now - REDO_AFTER_MS;',
    replacement: 'const isOverdue = false;',
    caughtBy: { ...DEAD, name: 'given an offer whose process died before it showed it' },
  },
  {
    id: 'act-in-hand',
    law: 'rule:redone',
    breaks: 'a process does again what it is still at',
    file: 'shared/flows/routing/shard-runner.ts',
    text: 'openActs(state, before).filter((act) => !slot.inHand.has(act.id) && !slot.done.has(act.id))',
    replacement: 'openActs(state, before)',
    caughtBy: { ...DEAD, name: 'given an offer that a process is still at' },
  },
  {
    id: 'moot-act',
    law: 'rule:redone',
    breaks: 'an offer that is over is shown again',
    file: 'shared/flows/routing/shard-runner.ts',
    text: 'if (isMoot(state, act)) slot.done.add(act.id);',
    replacement: 'if (isMoot(state, act)) slot.inHand.delete(act.id);',
    caughtBy: { ...DEAD, name: 'given an offer that was shown and declined' },
  },
  {
    id: 'offer-of-visit-before',
    law: 'rule:redone',
    breaks: 'an offer of a visit that is over is shown for the next one',
    file: 'shared/core/interaction/decide.ts',
    text: "if (visit?.visitId !== visitId || visit.attempt !== attempt) return ignored('notQueued');",
    replacement: "if (visit === undefined) return ignored('notQueued');",
    caughtBy: {
      test: 'shared/core/interaction/present-offer.test.ts',
      name: 'given a visit, when an offer of ',
    },
  },
];
