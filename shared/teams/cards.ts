import type { DeskAction, OfferCard, ReplyChoice, TransferChoice, WrapUpChoice } from '../ports/agent-desk';
import { never } from '../core/lib/never';

/** What the buttons of our cards are called on the wire (`Action.Execute` verbs). */
export const CARD_VERBS = [
  'accept',
  'decline',
  'connect',
  'hold',
  'unhold',
  'park',
  'meet',
  'complete',
  'note',
  'reply',
  'transfer',
  'cancelTransfer',
  'completeConsult',
  'joinConsult',
  'cancelConsult',
] as const;
export type CardVerb = (typeof CARD_VERBS)[number];

/** An Adaptive Card as JSON; universal actions need schema 1.4, which every Teams client has. */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: string;
  readonly version: '1.4';
  readonly body: readonly object[];
  readonly actions: readonly object[];
}

/** What pressing a button tells us back, beside its verb. */
export interface CardData {
  readonly interactionId: string;
  readonly offerId?: string;
}

/** The input whose value arrives as `data.code` with the verb `complete`. */
export const WRAP_UP_INPUT = 'code';
/** The inputs whose values arrive with the verb `transfer`. */
export const TRANSFER_INPUT = 'to';
export const NOTE_INPUT = 'note';
export const NOTE_CHARACTERS = 1_000;
/** The input whose value arrives with the verb `note`; inputs of a card's cards must not share a name. */
export const MEMO_INPUT = 'memo';
/** The input whose value arrives with the verb `reply`. */
export const REPLY_INPUT = 'reply';

/** The card of an offer in its present state. */
export function offerCard(card: OfferCard): AdaptiveCard {
  return adaptiveCard(
    [
      line(headline(card), 'bolder'),
      ...fact('Customer', card.customerName),
      ...fact('Queue', card.queueName),
      ...fact('Waited', duration(card.waitedMs)),
      ...card.reasons.map((reason) => line(reason, 'lighter')),
      ...(card.note === null ? [] : fact('Note', card.note)),
      ...(card.state.name === 'open' ? [answerBy(card.answerBy)] : []),
      ...(canComplete(card) ? wrapUpInput(card.wrapUpChoices) : []),
    ],
    offerButtons(card),
  );
}

/** A line of the product's own with its buttons; `complete` asks for a code when there are any to choose from. */
export function noticeCard(
  notice: { readonly interactionId: string; readonly text: string; readonly actions: readonly DeskAction[] },
  wrapUpChoices: readonly WrapUpChoice[],
  transferChoices: readonly TransferChoice[],
): AdaptiveCard {
  const asks = notice.actions.some(({ verb }) => verb === 'complete');
  return adaptiveCard(
    [line(notice.text, 'default'), ...(asks ? wrapUpInput(wrapUpChoices) : [])],
    notice.actions.flatMap(({ verb, title }) => {
      const data = { interactionId: notice.interactionId };
      if (verb === 'note') return [noteForm(title, data)];
      return verb === 'transfer' ? transferForm(title, transferChoices, data) : [button(verb, title, data)];
    }),
  );
}

/** What a notification or a screen reader says of an offer's card. */
export function headline({ channel, customerName, state }: OfferCard): string {
  switch (state.name) {
    case 'open':
      return `New ${channel} for you: ${customerName}`;
    case 'connecting':
      return `Answer in Teams, then connect ${customerName}`;
    case 'accepted':
      return `You have ${customerName} (${channel})`;
    case 'over':
      return state.reason;
    default:
      return never(state);
  }
}

function offerButtons(card: OfferCard): readonly object[] {
  const { offerId, interactionId, state } = card;
  const data = { interactionId, offerId };
  switch (state.name) {
    case 'open':
      return [button('accept', 'Accept', data, 'positive'), button('decline', 'Decline', data)];
    case 'connecting':
      return [button('connect', 'Connect', data, 'positive')];
    case 'accepted':
      return canComplete(card) ? writtenButtons(card, data) : [];
    case 'over':
      return [];
    default:
      return never(state);
  }
}

/** What an agent does in a written conversation beside writing. */
const writtenButtons = ({ transferChoices, replyChoices }: OfferCard, data: CardData): readonly object[] => [
  ...(replyChoices.length === 0 ? [] : [replyForm(replyChoices, data)]),
  noteForm('Note', data),
  button('park', 'Park', data),
  button('meet', 'Meet', data),
  ...transferForm('Transfer', transferChoices, data),
  button('complete', 'Complete', data),
];

/** A call has its buttons in the notice that says it is connected. */
const canComplete = ({ channel, state }: Pick<OfferCard, 'channel' | 'state'>): boolean =>
  state.name === 'accepted' && channel !== 'voice';

const adaptiveCard = (body: readonly object[], actions: readonly object[]): AdaptiveCard => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.4',
  body,
  actions,
});

const button = (verb: CardVerb, title: string, data: CardData, style: 'default' | 'positive' = 'default'): object => ({
  type: 'Action.Execute',
  verb,
  title,
  data,
  style,
});

/** Asks where to and what the next agent should know, before anything is handed over. */
function transferForm(title: string, choices: readonly TransferChoice[], data: CardData): readonly object[] {
  return choices.length === 0 ? [] : [transferCard(title, choices, data)];
}

const transferCard = (title: string, choices: readonly TransferChoice[], data: CardData): object =>
  form(
    title,
    [choiceInput(TRANSFER_INPUT, 'To whom?', choices), textInput(NOTE_INPUT, 'Note')],
    button('transfer', 'Hand over', data, 'positive'),
  );

/** For colleagues, never for the customer. */
const noteForm = (title: string, data: CardData): object =>
  form(title, [textInput(MEMO_INPUT, 'Note for colleagues')], button('note', 'Keep', data, 'positive'));

const replyForm = (choices: readonly ReplyChoice[], data: CardData): object =>
  form('Canned reply', [choiceInput(REPLY_INPUT, 'Reply', choices)], button('reply', 'Send', data, 'positive'));

const form = (title: string, body: readonly object[], action: object): object => ({
  type: 'Action.ShowCard',
  title,
  card: { type: 'AdaptiveCard', body, actions: [action] },
});

/** A long menu is searched by typing. */
const choiceInput = (id: string, label: string, choices: readonly TransferChoice[]): object => ({
  type: 'Input.ChoiceSet',
  id,
  label,
  style: choices.length > 9 ? 'filtered' : 'compact',
  choices,
});

const textInput = (id: string, label: string): object => ({
  type: 'Input.Text',
  id,
  label,
  isMultiline: true,
  maxLength: NOTE_CHARACTERS,
});

/** Rich text, because a TextBlock reads Markdown: a customer could call themselves a link. */
const line = (text: string, weight: 'default' | 'bolder' | 'lighter'): object => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, weight }],
});

const fact = (name: string, value: string): readonly object[] => [
  {
    type: 'RichTextBlock',
    spacing: 'small',
    inlines: [
      { type: 'TextRun', text: `${name}: `, isSubtle: true },
      { type: 'TextRun', text: value },
    ],
  },
];

/** Teams shows the instant in the reader's own time zone; the function takes no fraction of a second. */
const answerBy = (at: number): object => ({
  type: 'TextBlock',
  spacing: 'small',
  text: `Answer by {{TIME(${new Date(at).toISOString().replace(/\.\d+/, '')})}}`,
});

function wrapUpInput(choices: readonly WrapUpChoice[]): readonly object[] {
  if (choices.length === 0) return [];
  return [
    {
      type: 'Input.ChoiceSet',
      id: WRAP_UP_INPUT,
      label: 'How did it end?',
      style: 'compact',
      choices: choices.map(({ code, title }) => ({ title, value: code })),
    },
  ];
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
