import { act, read } from './api';
import { adaptiveCard, type Press } from './adaptive-card';
import { complain, h, showList, stayAtEnd } from './dom';
import { clockTime } from './format';
import { chooseInteraction } from './state';

interface Message {
  readonly activityId: string;
  readonly author: 'bot' | 'agent';
  readonly sentAt: number;
  readonly deleted: boolean;
  readonly version: number;
  readonly text: string | null;
  readonly card: unknown;
  readonly note: { readonly kind: string; readonly text?: string; readonly message?: string } | null;
  readonly channelData: { readonly switchboardInteractionId?: string } | null;
  readonly sending: string | null;
}

interface Part {
  readonly element: HTMLElement;
  refresh(): Promise<void>;
}

const MOST_SHOWN = 60;

/** The agent's chat with the bot in Teams: cards as the bot sent them, with buttons that are really pressed. */
export function createTeamsChat(agent: () => string): Part {
  const log = h('ol', { class: 'log teams', role: 'log', 'aria-label': 'Chat with the bot in Teams', tabindex: 0 });
  const composer = createComposer((text, replyTo) => {
    const path = `agents/${agent()}/chat/messages`;
    const sent = replyTo === null ? act(path, { text }) : act(`${path}/${replyTo}/replies`, { text });
    void sent.then(refresh).catch(complain);
  });
  const press = (activityId: string) => async (verb: string, inputs: Readonly<Record<string, string>>) => {
    await act(`agents/${agent()}/chat/messages/${activityId}/press`, { verb, inputs }).catch(complain);
    await refresh();
  };

  async function refresh(): Promise<void> {
    const name = agent();
    if (name === '') return;
    const { messages } = await read<{ messages: readonly Message[] }>(`agents/${name}/chat`);
    const shown = messages.filter(({ deleted }) => !deleted).slice(-MOST_SHOWN);
    stayAtEnd(log, () =>
      showList(log, shown, {
        key: ({ activityId }) => `${name}/${activityId}`,
        mark: (message) => JSON.stringify(message),
        build: (message) => bubble(message, press(message.activityId), composer.quote),
      }),
    );
  }

  const title = h('h3', {}, 'Teams chat with the bot');
  return { element: h('section', { 'aria-label': 'Teams' }, title, log, ...composer.elements), refresh };
}

interface Composer {
  readonly elements: readonly HTMLElement[];
  /** The next message answers this one. */
  readonly quote: (message: Message) => void;
}

function createComposer(send: (text: string, replyTo: string | null) => void): Composer {
  let replyTo: string | null = null;
  const field = h('input', {
    type: 'text',
    placeholder: 'Reply in Teams',
    'aria-label': 'Reply in Teams',
    autocomplete: 'off',
  });
  const quoting = h('p', { class: 'quoting', hidden: true });
  const show = (message: Message | null): void => {
    replyTo = message?.activityId ?? null;
    quoting.hidden = message === null;
    quoting.replaceChildren(
      `Replying to “${(message?.text ?? 'card').slice(0, 60)}” `,
      h('button', { type: 'button', class: 'link', onclick: () => show(null) }, 'Cancel'),
    );
    if (message !== null) field.focus();
  };
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    send(text, replyTo);
    show(null);
  };
  const button = h('button', { type: 'submit', class: 'primary' }, 'Send');
  return { elements: [quoting, h('form', { class: 'composer', onsubmit }, field, button)], quote: show };
}

/** Teams puts the message that is answered before the answer. */
function wordsOf(text: string): readonly HTMLElement[] {
  const [quoted = '', ...answer] = text.split('\r\n\r\n');
  if (answer.length === 0) return [h('p', {}, text)];
  return [h('p', { class: 'quoting' }, quoted), h('p', {}, answer.join('\n\n'))];
}

function bubble(message: Message, press: Press, quote: Composer['quote']): HTMLElement {
  const { author, sentAt, text, card, note, channelData, sending } = message;
  const interactionId = channelData?.switchboardInteractionId;
  const said = note?.text ?? note?.message;
  return h(
    'li',
    { class: author === 'agent' ? 'bubble own' : 'bubble' },
    h(
      'span',
      { class: 'who' },
      author === 'agent' ? 'Agent' : 'Switchboard',
      ' ',
      h('time', {}, clockTime(sentAt)),
      sending === 'failed' ? h('strong', { class: 'failed' }, ' not sent') : null,
    ),
    ...(text === null || text === '' ? [] : wordsOf(text)),
    card === null ? null : adaptiveCard(card, press),
    said === undefined ? null : h('p', { class: 'note' }, said),
    author === 'bot' && interactionId !== undefined
      ? h(
          'span',
          { class: 'bubble-actions' },
          h('button', { type: 'button', class: 'link', onclick: () => quote(message) }, 'Reply'),
          h('button', { type: 'button', class: 'link', onclick: () => chooseInteraction(interactionId) }, 'Its life'),
        )
      : null,
  );
}
