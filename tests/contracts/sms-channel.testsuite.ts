import type { CustomerMessage, SmsChannel } from '../../shared/ports/channels';
import type { SmsEvent } from '../../shared/channels/sms';

/** A provider's adapter with the provider behind it. */
export interface SmsSetUp {
  readonly sender: SmsChannel;
  /** What the provider has told us so far, as the adapter reads it. */
  readonly told: () => readonly SmsEvent[];
  /** What the customer's handset received. */
  readonly received: () => readonly string[];
  /** The customer texts our number. */
  readonly text: (words: string) => Promise<void>;
  /** All later texts to the customer end so. */
  readonly end: (how: 'unreachable' | 'optedOut') => Promise<void>;
  /** All later requests are answered so. */
  readonly fail: (how: 'throttled' | 'noAnswer' | 'refused') => void;
  /** Time passes until reports have come. */
  readonly pass: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const OURS = '+14255550101';
export const THEIRS = '+14255550177';

/**
 * What every provider of texts keeps, whoever carries them. `repeats`: whether it recognises a key that it has seen;
 * one that does not sends twice what a crash made us ask twice.
 */
export function describeSmsChannel(
  name: string,
  { repeats, setUp }: { readonly repeats: 'recognised' | 'sentAgain'; readonly setUp: () => Promise<SmsSetUp> },
): void {
  const message: CustomerMessage = {
    key: 'contoso/i-1/m-1',
    ourAddress: OURS,
    customerAddress: THEIRS,
    externalRef: 'thread',
    authorName: 'Adele Vance',
    text: 'Wir kommen um 9 € – bis gleich 👋',
    html: null,
    attachments: [],
    replyTo: null,
    automatic: false,
  };

  describe(`texts by ${name}`, () => {
    let subject: SmsSetUp;
    beforeEach(async () => {
      subject = await setUp();
    });
    afterEach(() => subject.close());

    test('a text reaches the handset as it was written, and its report names our key', async () => {
      const result = await subject.sender.send(message);
      expect(result).toEqual({ kind: 'sent', providerId: expect.stringMatching(/./) });
      expect(subject.received()).toEqual([message.text]);
      await subject.pass();
      const providerId = result.kind === 'sent' ? result.providerId : '';
      expect(subject.told()).toEqual([
        expect.objectContaining({
          kind: 'report',
          key: message.key,
          providerId,
          outcome: { status: 'delivered' },
          at: expect.any(Number),
        }),
      ]);
    });

    test('what a customer writes comes with both numbers in E.164, an id and an instant', async () => {
      await subject.text('Hallo 👋');
      expect(subject.told()).toEqual([
        expect.objectContaining({
          kind: 'message',
          text: 'Hallo 👋',
          customerAddress: THEIRS,
          ourAddress: OURS,
          keyword: 'none',
          sourceId: expect.stringMatching(/./),
          sentAt: expect.any(Number),
        }),
      ]);
    });

    test('two texts with the same words are two', async () => {
      await subject.text('Hello');
      await subject.text('Hello');
      const ids = subject.told().map((event) => (event.kind === 'message' ? event.sourceId : ''));
      expect(new Set(ids).size).toBe(2);
    });

    test(`a repeat of a key is ${repeats === 'recognised' ? 'recognised' : 'sent again'}`, async () => {
      const first = await subject.sender.send(message);
      const second = await subject.sender.send(message);
      expect(subject.received()).toHaveLength(repeats === 'recognised' ? 1 : 2);
      if (repeats === 'recognised') expect(second).toEqual(first);
    });

    test('STOP is answered by the provider or by us, never by both', async () => {
      await subject.text('STOP');
      const answered = subject.received().length;
      expect(answered).toBe(subject.sender.answersItself('STOP') ? 1 : 0);
      expect(subject.told()).toMatchObject([{ kind: 'message', text: 'STOP' }]);
    });

    test.each(['unreachable', 'optedOut'] as const)('a text that ends as %s is reported so', async (how) => {
      await subject.end(how);
      expect(await subject.sender.send(message)).toMatchObject({ kind: 'sent' });
      await subject.pass();
      expect(subject.told().at(-1)).toMatchObject({ kind: 'report', outcome: { status: 'failed', code: how } });
      expect(subject.received().filter((text) => text === message.text)).toEqual([]);
    });

    test.each([
      ['throttled', true],
      ['noAnswer', true],
      ['refused', false],
    ] as const)('a request that is %s may be tried again: %s', async (how, retryable) => {
      subject.fail(how);
      expect(await subject.sender.send(message)).toMatchObject({ kind: 'failed', retryable });
    });

    test('a text that is longer than any carrier takes is not sent', async () => {
      const result = await subject.sender.send({ ...message, text: 'x'.repeat(2049) });
      expect(result).toEqual({ kind: 'failed', code: 'tooLarge', retryable: false });
      expect(subject.received()).toEqual([]);
    });
  });
}
