import type { Mutant } from './mutant';

const TOLD = { test: 'local/durable/roughness.test.ts', name: 'smooth, everything is done once' };

/** Defects of the Durable engine's one commit for an activity and the episode that its result wakes (decision 0077), and of whose work it takes. */
export const ENGINE_RULES: readonly Mutant[] = [
  {
    id: 'result-before-its-episode',
    law: 'rule:one-commit',
    breaks: 'a result is written first and its episode after it: the disk is waited for twice',
    file: 'local/durable/task-hub.ts',
    text: 'const mayJoin = roughness.joinsSteps && message.id > lastLeft;',
    replacement: 'const mayJoin = false;',
    caughtBy: TOLD,
  },
  {
    id: 'activity-stays-on-disk',
    law: 'rule:one-commit',
    breaks: 'the commit of both leaves the activity in its queue, and the next process runs it again',
    file: 'local/durable/task-hub.ts',
    text: 'const consumed = [...told.consumed, ...change.consumed.filter((id) => id !== resultId)];',
    replacement: 'const consumed = change.consumed.filter((id) => id !== resultId);',
    caughtBy: TOLD,
  },
  {
    id: 'joined-with-what-killed',
    law: 'rule:one-commit',
    breaks:
      'what a dead process left is joined with its episode again: one that kills the process repeats the activity for ever',
    file: 'local/durable/task-hub.ts',
    text: 'const mayJoin = roughness.joinsSteps && message.id > lastLeft;',
    replacement: 'const mayJoin = roughness.joinsSteps;',
    caughtBy: {
      test: 'local/durable/task-hub.test.ts',
      name: 'an activity that a dead process left is written before the episode that it wakes',
    },
  },
  {
    id: 'wakes-who-is-busy',
    law: 'rule:one-commit',
    breaks: 'a result wakes an instance that is in the middle of an episode: two steps of one history',
    file: 'local/durable/lanes.ts',
    text: 'if (mailbox.isBusy) return undefined;',
    replacement: '',
    caughtBy: {
      test: 'local/durable/lanes.test.ts',
      name: 'what an activity tells goes with all that waits for its instance, unless that is busy',
    },
  },
  {
    id: 'runs-what-is-newer',
    law: 'rule:whose-work',
    breaks: 'a host takes orchestrations of a release that it does not know',
    file: 'local/durable/versioning.ts',
    text: 'return compareVersions(wanted, version) <= 0;',
    replacement: 'return true;',
    caughtBy: {
      test: 'local/durable/versioning.test.ts',
      name: 'an instance of a newer release waits for a host of that release',
    },
  },
];
