import type { OfferCard, OfferCardState } from '../ports/agent-desk';
import { noticeCard, offerCard, type AdaptiveCard } from './cards';

const offer = (state: OfferCardState, change: Partial<OfferCard> = {}): OfferCard => ({
  offerId: 'o',
  interactionId: 'i',
  channel: 'chat',
  customerName: 'Grace',
  queueName: 'Sales',
  waitedMs: 75_000,
  reasons: ['English: 4 of 5'],
  answerBy: Date.UTC(2026, 9, 5, 12, 0, 20, 500),
  state,
  wrapUpChoices: [],
  note: null,
  transferChoices: [],
  replyChoices: [],
  ...change,
});
/** Of the buttons, and of the forms that open. */
const verbs = (card: AdaptiveCard) => JSON.stringify(card.actions).match(/(?<="verb":")\w+/g) ?? [];

describe('an offer', () => {
  test.each<[string, OfferCardState, string[]]>([
    ['open', { name: 'open' }, ['accept', 'decline']],
    ['connecting', { name: 'connecting' }, ['connect']],
    ['accepted', { name: 'accepted' }, ['note', 'park', 'meet', 'complete']],
    ['over', { name: 'over', reason: 'Taken by somebody else' }, []],
  ])('%s shows the buttons that do something', (_name, state, expected) => {
    expect(verbs(offerCard(offer(state)))).toEqual(expected);
  });

  test('once a text is theirs it asks what it was about; a call asks when it is over', () => {
    const wrapUpChoices = [{ code: 'solved', title: 'Solved' }];
    const asked = (state: OfferCardState, channel: string) =>
      JSON.stringify(offerCard(offer(state, { channel, wrapUpChoices })).body).includes('Input.ChoiceSet');
    expect([
      asked({ name: 'accepted' }, 'chat'),
      asked({ name: 'accepted' }, 'voice'),
      asked({ name: 'open' }, 'chat'),
    ]).toEqual([true, false, false]);
  });

  test('what a colleague wants known is read before it is accepted', () => {
    expect(JSON.stringify(offerCard(offer({ name: 'open' }, { note: 'Wants *two*' })).body)).toContain('Wants *two*');
  });

  test('one that is theirs can be handed on, where there is somewhere to hand it to', () => {
    const transferChoices = [{ value: 'queue:sales', title: 'Sales' }];
    const form = offerCard(offer({ name: 'accepted' }, { transferChoices })).actions.find((action) =>
      JSON.stringify(action).includes('"verb":"transfer"'),
    );
    expect(form).toMatchObject({
      type: 'Action.ShowCard',
      card: {
        body: [
          { id: 'to', choices: transferChoices },
          { id: 'note', type: 'Input.Text' },
        ],
        actions: [{ verb: 'transfer', data: { interactionId: 'i', offerId: 'o' } }],
      },
    });
  });

  test('its buttons are universal actions that carry the offer', () => {
    expect(offerCard(offer({ name: 'open' })).actions[0]).toEqual({
      type: 'Action.Execute',
      verb: 'accept',
      title: 'Accept',
      data: { interactionId: 'i', offerId: 'o' },
      style: 'positive',
    });
  });

  test('it says who waits, where, how long, why, and until when it can be answered', () => {
    const body = JSON.stringify(offerCard(offer({ name: 'open' })).body);
    for (const text of ['Grace', 'Sales', '1 min 15 s', 'English: 4 of 5', '{{TIME(2026-10-05T12:00:20Z)}}']) {
      expect(body).toContain(text);
    }
  });

  test('an offer that is over says why and no time to answer', () => {
    const body = JSON.stringify(offerCard(offer({ name: 'over', reason: 'The customer left' })).body);
    expect(body).toContain('The customer left');
    expect(body).not.toContain('TIME');
  });

  test('what a customer is called never stands where Markdown is read', () => {
    const name = '[Free money](https://evil.example)';
    const blocks = offerCard(offer({ name: 'open' }, { customerName: name })).body;
    const markdown = blocks.filter((block) => (block as { type: string }).type === 'TextBlock');
    expect(JSON.stringify(blocks)).toContain(name);
    expect(JSON.stringify(markdown)).not.toContain('Free money');
  });
});

describe('a notice', () => {
  const notice = {
    interactionId: 'i',
    text: 'The customer left. How did it end?',
    actions: [{ verb: 'complete', title: 'Done' }] as const,
  };

  test('completing asks for one of the codes', () => {
    expect(noticeCard(notice, [{ code: 'solved', title: 'Solved' }], []).body[1]).toMatchObject({
      type: 'Input.ChoiceSet',
      id: 'code',
      choices: [{ title: 'Solved', value: 'solved' }],
    });
  });

  test('without codes, or without completing, nothing is asked', () => {
    const hold = { ...notice, actions: [{ verb: 'hold', title: 'Hold' }] as const };
    expect(noticeCard(notice, [], []).body).toHaveLength(1);
    expect(noticeCard(hold, [{ code: 'solved', title: 'Solved' }], []).body).toHaveLength(1);
  });
});
