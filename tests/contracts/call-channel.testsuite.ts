import type { Prompt } from '../../shared/core/interaction/acts';
import type { CallChannel, CallResult, CallStep } from '../../shared/ports/channels';
import type { CallOutage } from './fakes/call-channel';

export interface CallsUnderTest {
  readonly calls: CallChannel;
  /** How many different invitations rang. */
  rung(): number;
  fail(how: CallOutage): void;
}

const step = (key: string): CallStep => ({ callRef: 'call-1', key, context: `context of ${key}` });
const customer = '+14255550123';
const ada = {
  teamsUserId: '0a0b0c0d-0000-4000-8000-000000000001',
  entraTenantId: '0c0a5050-0000-4000-8000-000000000001',
  from: '+14255550100',
};
const sides = { customer, ours: '+14255550100' };
const telephone = { number: '+14255550777', from: '+14255550100', callerId: '+14255550101' };
const attendant = { resourceAccountId: '0c0a5050-0000-4000-8000-0000000000e1', from: '+14255550100' };
const asked = { timeoutMs: 5_000, bargeIn: true } as const;
const prompt: Prompt = {
  say: ['Welcome.', 'Press 1.'],
  spoken: null,
  voice: null,
  language: 'en-GB',
  turn: 1,
  gather: { kind: 'choices', digits: ['1', '2'], words: [], ...asked },
  purpose: 'flow',
};
const number = { kind: 'keys', max: 8, endKey: '#', betweenMs: 3_000, ...asked } as const;
const ssml = { kind: 'ssml', ssml: '<speak version="1.0" xml:lang="ja-JP">ようこそ</speak>' } as const;
const incoming = {
  key: 'answer',
  incomingCallContext: 'secret',
  callbackUrl: 'https://app.example/calls/x',
  transcript: null,
};
const target = { url: 'wss://transcripts.example/calls/x', language: 'en' };
const context = { topic: 'Sales', details: 'Grace about an order', headers: [] };

const operations: readonly (readonly [string, (calls: CallChannel) => Promise<CallResult>])[] = [
  ['answer', (calls) => calls.answer(incoming)],
  ['answer where words are taken', (calls) => calls.answer({ ...incoming, transcript: target })],
  ['words', (calls) => calls.startTranscript(step('w'), 'de')],
  ['no more words', (calls) => calls.stopTranscript(step('w'))],
  ['prompt with keys', (calls) => calls.prompt(step('p'), customer, prompt)],
  ['prompt with words', (calls) => calls.prompt(step('p'), customer, withWords(prompt))],
  ['prompt that only says', (calls) => calls.prompt(step('p'), customer, { ...prompt, gather: null })],
  ['music', (calls) => calls.treat(step('t'), customer, { kind: 'music', uri: 'https://app.example/a.wav' })],
  [
    'announcement',
    (calls) => calls.treat(step('t'), customer, { kind: 'say', text: 'You are next.', language: 'en', voice: null }),
  ],
  ['hold', (calls) => calls.hold(step('h'), sides, 'https://app.example/a.wav')],
  ['unhold', (calls) => calls.unhold(step('u'), sides)],
  ['ring', (calls) => calls.ring(step('r'), ada, context, 15)],
  ['ring a telephone', (calls) => calls.ring(step('rt'), telephone, context, 45)],
  ['ring a Teams auto attendant', (calls) => calls.ring(step('ra'), attendant, context, 45)],
  ['remove a Teams auto attendant', (calls) => calls.remove(step('xa'), attendant, null)],
  ['remove a telephone', (calls) => calls.remove(step('xt'), telephone, null)],
  ['remove', (calls) => calls.remove(step('x'), ada, null)],
  ['remove while ringing', (calls) => calls.remove(step('x'), ada, 'invitation-1')],
  [
    'prompt with a number',
    (calls) => calls.prompt(step('p'), customer, { ...prompt, gather: { ...number, speech: false } }),
  ],
  [
    'prompt with a number said',
    (calls) => calls.prompt(step('p'), customer, { ...prompt, gather: { ...number, speech: true } }),
  ],
  [
    'prompt with any words',
    (calls) => calls.prompt(step('p'), customer, { ...prompt, gather: { kind: 'words', ...asked } }),
  ],
  ['prompt in SSML', (calls) => calls.prompt(step('p'), customer, { ...prompt, spoken: ssml, gather: null })],
  ['keys', (calls) => calls.startKeys(step('k'), customer)],
  ['no more keys', (calls) => calls.stopKeys(step('k'), customer)],
  ['record', (calls) => calls.startRecording(step('rec'), 'https://app.example/calls/x', 'mixed')],
  ['stop recording', (calls) => calls.stopRecording(step('rec'), 'recording-1')],
  ['pause recording', (calls) => calls.pauseRecording(step('rp'), 'recording-1')],
  ['resume recording', (calls) => calls.resumeRecording(step('rr'), 'recording-1')],
  [
    'dial',
    (calls) =>
      calls.dial({
        key: 'd',
        from: '+14255550100',
        callerId: null,
        to: customer,
        callbackUrl: 'https://app.example/x',
        transcript: target,
      }),
  ],
  [
    'transfer',
    (calls) =>
      calls.transfer(step('tr'), {
        to: '+14255550150',
        callerId: '+14255550100',
        headers: [{ name: 'X-Order', value: '1' }],
      }),
  ],
  ['hang up', (calls) => calls.hangUp(step('e'))],
];
const withWords = (plain: Prompt): Prompt => ({
  ...plain,
  gather: { kind: 'choices', digits: ['1'], words: ['sales'], timeoutMs: 1, bargeIn: true },
});

/** What every `CallChannel` does. */
export function describeCallChannel(name: string, create: () => CallsUnderTest): void {
  describe(`${name} as CallChannel`, () => {
    let under: CallsUnderTest;
    beforeEach(() => {
      under = create();
    });

    test.each(operations)('%s is done', async (_operation, request) => {
      expect((await request(under.calls)).kind).toBe('done');
    });

    test.each(operations)('%s on a call that is over answers gone', async (_operation, request) => {
      under.fail('gone');
      expect(await request(under.calls)).toEqual({ kind: 'gone' });
    });

    test.each(operations)('%s without an answer is a failure to be repeated', async (_operation, request) => {
      under.fail('outage');
      expect(await request(under.calls)).toMatchObject({ kind: 'failed', retryable: true });
    });

    test('a recording says whether it runs, that it is over, and nothing where nobody answers', async () => {
      await under.calls.pauseRecording(step('rp'), 'recording-1');
      expect(await under.calls.recordingState('recording-1')).toBe('paused');
      await under.calls.resumeRecording(step('rr'), 'recording-1');
      expect(await under.calls.recordingState('recording-1')).toBe('running');
      under.fail('gone');
      expect(await under.calls.recordingState('recording-1')).toBe('gone');
      under.fail('outage');
      expect(await under.calls.recordingState('recording-1')).toBe('unknown');
    });

    test('a call answered again is the same call; a ring repeated rings once', async () => {
      const [first, again] = [await under.calls.answer(incoming), await under.calls.answer(incoming)];
      expect(first).toEqual({ kind: 'done', ref: expect.stringMatching(/./) });
      expect(again).toEqual(first);
      const ring = await under.calls.ring(step('r'), ada, context, 15);
      expect(await under.calls.ring(step('r'), ada, context, 15)).toEqual(ring);
      expect(under.rung()).toBe(1);
      await under.calls.ring(step('another'), ada, context, 15);
      expect(under.rung()).toBe(2);
    });
  });
}
