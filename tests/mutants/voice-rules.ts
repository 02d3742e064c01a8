import type { Mutant } from './mutant';

const WORDS = { test: 'shared/flows/voice/transcript.test.ts' };
const CAPTURE = { test: 'shared/flows/voice/capture-digits.test.ts' };

const HEADERS = { test: 'shared/core/lib/sip-headers.property.test.ts' };

/** A defect for each rule that a caller's card, or what comes and goes with a call, depends on. */
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
  {
    id: 'called-back-at-night',
    law: 'rule:callbacks',
    breaks: 'who has one time zone alone is called back at any hour',
    file: 'shared/flows/voice/may-call-back.ts',
    text: 'zones.map((zone) =>',
    replacement: 'zones.slice(1).map((zone) =>',
    caughtBy: {
      test: 'shared/flows/voice/deferred.test.ts',
      name: 'whose retry would come in the night of the customer',
    },
  },
  {
    id: 'callbacks-are-answered',
    law: 'rule:callbacks',
    breaks: 'a callback that an agent takes counts as a caller who was answered',
    file: 'shared/core/metrics/interval.ts',
    text: "return event.work === 'live' ? intervalOf(event.beganAt) : null;",
    replacement: 'return intervalOf(event.beganAt);',
    caughtBy: {
      test: 'shared/core/metrics/metrics.test.ts',
      name: 'counts who asked for a callback or left a message neither as answered nor as abandoned',
    },
  },
  {
    id: 'unsubscribed-is-unread',
    law: 'rule:mail',
    breaks: 'a mailbox of which Graph will tell nothing is not looked at either',
    file: 'shared/flows/sweep-mail.ts',
    text: "    deps.log.error('mailbox not subscribed', { tenantId, why: whyOf(error) });",
    replacement: '    throw error;',
    caughtBy: { test: 'shared/flows/mail.test.ts', name: 'given a mailbox of which Graph will tell us nothing' },
  },
  {
    id: 'headers-without-end',
    law: 'rule:headers',
    breaks: 'whoever calls may send as many headers as they like',
    file: 'shared/core/lib/sip-headers.ts',
    text: 'if (wanted.length > MOST_RECEIVED)',
    replacement: 'if (wanted.length > MOST_RECEIVED * 1000)',
    caughtBy: { ...HEADERS, name: 'whoever sends more than a call carries is believed in none' },
  },
  {
    id: 'second-value-wins',
    law: 'rule:headers',
    breaks: 'of two values under one name one is believed',
    file: 'shared/core/lib/sip-headers.ts',
    text: 'sipHeadersOf(named.filter(isOnce))',
    replacement: 'sipHeadersOf(named.filter((one) => isOnce(one) || one.name === named[0]?.name))',
    caughtBy: { ...HEADERS, name: 'one of two values under one name is not chosen' },
  },
  {
    id: 'caller-writes-headers',
    law: 'rule:headers',
    breaks: 'what a caller said becomes a header of its own',
    file: 'shared/flows/voice/consult-headers.ts',
    text: 'return sent;',
    replacement: 'return wanted;',
    caughtBy: {
      test: 'shared/flows/voice/transfer-out.test.ts',
      name: 'goes without a header that what was said would make two of',
    },
  },
  {
    id: 'asked-without-headers',
    law: 'rule:headers',
    breaks: 'a telephone that an agent asks hears nothing of the caller',
    file: 'shared/flows/acts/party-acts.ts',
    text: "who.kind === 'number' ? await",
    replacement: "who.kind !== 'number' ? await",
    caughtBy: {
      test: 'shared/flows/voice/call-headers.test.ts',
      name: 'what the network says of a caller leads their way',
    },
  },
];
