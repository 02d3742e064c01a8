import { askAs, read } from './api';
import { actButton, h, showList, showOnce } from './dom';
import { clockTime, phaseName } from './format';
import { icon } from './icons';
import { chooseInteraction } from './state';

interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
  readonly channel: 'voice' | 'chat' | 'sms' | 'email';
  readonly customerName: string | null;
  readonly queueName: string | null;
  readonly answerBy: number;
}

interface Held {
  readonly interactionId: string;
  readonly channel: 'voice' | 'chat' | 'sms' | 'email';
  readonly customerName: string | null;
  readonly customerAddress: string;
  readonly phase: string;
  readonly segment: string | null;
  readonly queueName: string | null;
}

interface AgentState {
  readonly availability: { readonly kind: string };
}

interface Desk {
  readonly element: HTMLElement;
  refresh(isTaken: boolean): Promise<void>;
}

const WRAP_UP_CODES = ['solved', 'repair-arranged', 'order-placed', 'quote-sent', 'wrong-number'] as const;
const HEARTBEAT_MS = 30_000;

/** The agent's desk: their state, what is offered to them, what they work on. All of it is the product's own API. */
export function createDesk(agent: () => string): Desk {
  const state = h('div', { class: 'desk-state' });
  const offers = h('ul', { class: 'desk-list', 'aria-label': 'Offers' });
  const held = h('ul', { class: 'desk-list', 'aria-label': 'Work' });
  let beatAt = 0;
  const post = (path: string, body?: unknown) => askAs(agent(), 'POST', `agent/${path}`, body).then(draw);

  async function draw(): Promise<void> {
    const [now, offered, working] = await Promise.all([
      askAs<AgentState>(agent(), 'GET', 'agent/state'),
      askAs<{ offers: readonly Offer[] }>(agent(), 'GET', 'agent/offers'),
      askAs<{ interactions: readonly Held[] }>(agent(), 'GET', 'agent/interactions'),
    ]);
    const { kind } = now.availability;
    showOnce(state, `${agent()}/${kind}`, () => [
      h('span', { class: `availability ${kind}` }, phaseName(kind)),
      ...STATES.map(([label, set]) =>
        actButton(label, () => askAs(agent(), 'PUT', 'agent/state', set).then(draw), {
          class: 'small',
          'aria-pressed': String(set.kind === kind),
        }),
      ),
    ]);
    showList(offers, offered.offers, {
      key: ({ offerId }) => offerId,
      mark: JSON.stringify,
      build: (offer) => offerRow(offer, post),
    });
    showList(held, working.interactions, {
      key: ({ interactionId }) => interactionId,
      mark: JSON.stringify,
      build: (one) => heldRow(one, post),
    });
  }

  return {
    element: h('section', { 'aria-label': 'Desk' }, h('h3', {}, 'Desk'), state, offers, held),
    async refresh(isTaken) {
      if (agent() === '') return;
      if (isTaken && performance.now() - beatAt > HEARTBEAT_MS) {
        beatAt = performance.now();
        await askAs(agent(), 'POST', 'agent/heartbeat');
      }
      await draw();
    },
  };
}

const STATES = [
  ['Ready', { kind: 'ready' }],
  ['Break', { kind: 'notReady', reason: 'break' }],
  ['Sign out', { kind: 'signedOut' }],
] as const;

type PostTo = (path: string, body?: unknown) => Promise<unknown>;

const offerRow = ({ offerId, interactionId, channel, customerName, queueName, answerBy }: Offer, post: PostTo) =>
  h(
    'li',
    { class: 'offer' },
    h('strong', {}, icon(channel), customerName ?? 'Customer'),
    h('span', { class: 'muted' }, `${queueName ?? ''}, answer by ${clockTime(answerBy)}`),
    h(
      'span',
      { class: 'row' },
      actButton('Accept', () => post(`offers/${offerId}/accept`), { class: 'primary small' }),
      actButton('Decline', () => post(`offers/${offerId}/decline`), { class: 'small' }),
      h('button', { type: 'button', class: 'link', onclick: () => chooseInteraction(interactionId) }, 'Its life'),
    ),
  );

function heldRow(one: Held, post: PostTo): HTMLElement {
  const path = `interactions/${one.interactionId}`;
  const code = h(
    'select',
    { 'aria-label': 'How did it end?' },
    ...WRAP_UP_CODES.map((value) => h('option', { value }, value.replace('-', ' '))),
  );
  return h(
    'li',
    {},
    h('strong', {}, icon(one.channel), one.customerName ?? one.customerAddress),
    h('span', { class: 'muted' }, `${one.queueName ?? ''} · ${phaseName(one.segment ?? one.phase)}`),
    replyForm(one, post),
    h(
      'span',
      { class: 'row' },
      ...callButtons(one, path, post),
      one.channel === 'voice' ? null : actButton('Park', () => post(`${path}/park`), { class: 'small' }),
      code,
      actButton('Complete', () => post(`${path}/complete`, { wrapUpCode: code.value }), { class: 'small' }),
      h('button', { type: 'button', class: 'link', onclick: () => chooseInteraction(one.interactionId) }, 'Its life'),
    ),
  );
}

function callButtons({ channel, segment }: Held, path: string, post: PostTo): readonly HTMLElement[] {
  if (channel !== 'voice' || segment === 'wrappingUp') return [];
  const hold = segment === 'onHold' ? 'unhold' : 'hold';
  return [
    actButton(segment === 'onHold' ? 'Resume' : 'Hold', () => post(`${path}/${hold}`), { class: 'small' }),
    actButton('Hang up', () => post(`${path}/hangUp`), { class: 'small' }),
  ];
}

function replyForm({ interactionId, channel, segment }: Held, post: PostTo): HTMLElement | null {
  if (channel === 'voice' || segment === 'wrappingUp') return null;
  const field = h('input', {
    type: 'text',
    placeholder: 'Reply',
    'aria-label': 'Reply to the customer',
    autocomplete: 'off',
  });
  const send = actButton(
    'Send',
    async () => {
      const text = field.value.trim();
      if (text === '') return;
      const body = { text, key: crypto.randomUUID(), writtenAt: await now() };
      await post(`interactions/${interactionId}/reply`, body);
      field.value = '';
    },
    { class: 'small primary' },
  );
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') send.click();
  });
  return h('span', { class: 'row' }, field, send);
}

const now = async (): Promise<number> => (await read<{ now: number }>('clock')).now;
