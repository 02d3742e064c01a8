import type { Mutant } from './mutant';

const WORDS = { test: 'shared/flows/voice/transcript.test.ts' };
const CAPTURE = { test: 'shared/flows/voice/capture-digits.test.ts' };

/** A defect for each rule that a caller's card depends on. */
export const VOICE_RULES: readonly Mutant[] = [
  {
    id: 'capture-is-a-gather',
    law: 'rule:sealed',
    breaks: 'digits for the payments are an answer to the flow',
    file: 'shared/flows/command-of-step.ts',
    text: "last.kind === 'gather' && last.answers.kind === 'sealedKeys' ? 'capture' : 'flow'",
    replacement: "'flow'",
    caughtBy: { ...CAPTURE, name: 'the digits reach the payments, field by field, and stand nowhere else' },
  },
  {
    id: 'echo-is-kept',
    law: 'rule:sealed',
    breaks: 'what the payments repeat to us is kept',
    file: 'shared/core/flow/sealed.ts',
    text: 'return runs.some((run) => bare.includes(run));',
    replacement: 'return runs.every((run) => run === bare);',
    caughtBy: { ...CAPTURE, name: 'a system that repeats the digits to us is not believed with them' },
  },
  {
    id: 'keys-are-recorded',
    law: 'rule:sealed',
    breaks: 'a recording from an earlier agent hears the keys',
    file: 'shared/flows/acts/call-acts.ts',
    text: "act.prompt.purpose === 'capture' ? await endRecording(doing, act.prompt.turn) : DONE",
    replacement: 'DONE',
    caughtBy: { ...CAPTURE, name: 'a recording that goes on from an earlier agent ends before the question is put' },
  },
  {
    id: 'pause-is-written-down',
    law: 'rule:sealed',
    breaks: 'words said in a pause of the recording are kept',
    file: 'shared/flows/voice/keep-utterance.ts',
    text: 'gap.from <= to && (gap.to ?? Number.POSITIVE_INFINITY) >= from',
    replacement: 'gap.from > to && (gap.to ?? 0) < from',
    caughtBy: { ...WORDS, name: 'keeps nothing of a pause, even where the platform goes on listening' },
  },
  {
    id: 'card-is-written-down',
    law: 'rule:sealed',
    breaks: 'a card number said aloud is kept',
    file: 'shared/flows/voice/keep-utterance.ts',
    text: 'withoutCardNumbers(said.text).trim()',
    replacement: 'said.text.trim()',
    caughtBy: { ...WORDS, name: 'keeps no card number, and nothing of silence' },
  },
];
