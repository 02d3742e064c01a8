import type { AgentDesk, DeskAddress, OfferCard } from '../../shared/ports/agent-desk';
import type { DeskOutage } from './fakes/agent-desk';

export interface DeskUnderTest {
  readonly desk: AgentDesk;
  /** Everything in the agent's chat as text (cards as JSON), oldest first. */
  chat(): readonly { readonly key: string; readonly interactionId: string; readonly content: string }[];
  fail(how: DeskOutage): void;
}

const ada: DeskAddress = {
  agentName: 'Ada',
  teamsUserId: 'ada-oid',
  entraTenantId: 'tenant-1',
  conversationId: null,
  serviceUrl: null,
};
const offer: OfferCard = {
  offerId: 'offer-1',
  interactionId: 'interaction-1',
  channel: 'chat',
  customerName: 'Grace',
  queueName: 'Sales',
  waitedMs: 1_000,
  reasons: [],
  answerBy: Date.UTC(2026, 9, 5, 12),
  state: { name: 'open' },
  wrapUpChoices: [],
  note: null,
  transferChoices: [],
  replyChoices: [],
};
const message = { key: 'message-1', interactionId: 'interaction-1', from: 'Grace', text: 'Hello' };
const notice = {
  key: 'notice-1',
  interactionId: 'interaction-1',
  text: 'The customer left',
  actions: [],
  wrapUpChoices: [],
  note: null,
  transferChoices: [],
};

/** What every `AgentDesk` does. */
export function describeAgentDesk(name: string, create: () => DeskUnderTest | Promise<DeskUnderTest>): void {
  describe(`${name} as AgentDesk`, () => {
    let under: DeskUnderTest;
    beforeEach(async () => {
      under = await create();
    });

    test('an offer is shown and changed in place', async () => {
      const shown = await under.desk.presentOffer(ada, offer);
      if (shown.kind !== 'shown') throw new TypeError(`not shown: ${shown.kind}`);
      const over = { ...offer, customerName: 'Grace H', state: { name: 'over', reason: 'Taken' } } as const;
      expect(await under.desk.updateOffer(ada, shown.ref, over)).toEqual({ kind: 'shown', ref: shown.ref });
      expect(under.chat()).toEqual([
        { key: 'offer-1', interactionId: 'interaction-1', content: expect.stringContaining('Grace H') },
      ]);
    });

    test('messages and notices come in order and carry their key, again when repeated', async () => {
      await under.desk.showMessage(ada, message);
      await under.desk.showNotice(ada, notice);
      await under.desk.showMessage(ada, message);
      expect(under.chat()).toEqual([
        { key: 'message-1', interactionId: 'interaction-1', content: expect.stringContaining('Grace: Hello') },
        { key: 'notice-1', interactionId: 'interaction-1', content: expect.stringContaining('The customer left') },
        { key: 'message-1', interactionId: 'interaction-1', content: expect.stringContaining('Grace: Hello') },
      ]);
    });

    test('a message is known by the preview of a quotation, and another is not', async () => {
      await under.desk.showMessage(ada, message);
      const isOf = (preview: string) => under.desk.isPreviewOf(preview, message);
      expect(['Grace: Hello', 'Grace: Hell', 'Hello', ''].map(isOf)).toEqual([true, false, false, false]);
    });

    test.each<[DeskOutage, object]>([
      ['unreachable', { kind: 'unreachable' }],
      ['outage', { kind: 'failed', retryable: true }],
    ])('%s is answered, not thrown', async (how, expected) => {
      const shown = await under.desk.presentOffer(ada, offer);
      under.fail(how);
      expect(await under.desk.presentOffer(ada, offer)).toEqual(expected);
      expect(await under.desk.showMessage(ada, message)).toEqual(expected);
      expect(await under.desk.showNotice(ada, notice)).toEqual(expected);
      if (shown.kind === 'shown') expect(await under.desk.updateOffer(ada, shown.ref, offer)).toEqual(expected);
      expect.assertions(4);
    });

    test('what was never shown cannot be changed', async () => {
      expect(await under.desk.updateOffer(ada, 'nonsense', offer)).toEqual({ kind: 'failed', retryable: false });
    });
  });
}
