import { act, read } from './api';
import { adaptiveCard } from './adaptive-card';
import { h, showList, stayAtEnd, toast } from './dom';
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

/** The agent's chat with the bot in Teams: cards as the bot sent them, with buttons that are really pressed. */
export function createTeamsChat(agent: () => string): Part {
  let replyTo: string | null = null;
  const log = h('ol', { class: 'log teams', role: 'log', 'aria-label': 'Chat with the bot in Teams', tabindex: 0 });
  const field = h('input', {
    type: 'text',
    placeholder: 'Reply in Teams',
    'aria-label': 'Reply in Teams',
    autocomplete: 'off',
  });
  const quoting = h('p', { class: 'quoting', hidden: true });
  const form = h(
    'form',
    { class: 'composer', onsubmit: submit },
    field,
    h('button', { type: 'submit', class: 'primary' }, 'Send'),
  );

  function quote(message: Message | null): void {
    replyTo = message?.activityId ?? null;
    quoting.hidden = message === null;
    quoting.replaceChildren(
      `Replying to “${(message?.text ?? 'card').slice(0, 60)}” `,
      h('button', { type: 'button', class: 'link', onclick: () => quote(null) }, 'Cancel'),
    );
    if (message !== null) field.focus();
  }

  function submit(event: Event): void {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    const path = `agents/${agent()}/chat/messages`;
    const sent = replyTo === null ? act(path, { text }) : act(`${path}/${replyTo}/replies`, { text });
    quote(null);
    void sent.then(refresh).catch((error: unknown) => toast(String(error)));
  }

  const press = (activityId: string) => async (verb: string, inputs: Readonly<Record<string, string>>) => {
    const path = `agents/${agent()}/chat/messages/${activityId}/press`;
    await act(path, { verb, inputs }).catch((error: unknown) => toast(String(error)));
    await refresh();
  };

  async function refresh(): Promise<void> {
    if (agent() === '') return;
    const name = agent();
    const { messages } = await read<{ messages: readonly Message[] }>(`agents/${name}/chat`);
    stayAtEnd(log, () =>
      showList(log, messages.filter(({ deleted }) => !deleted).slice(-60), {
        key: ({ activityId }) => `${name}/${activityId}`,
        mark: (message) => JSON.stringify(message),
        build: (message) => bubble(message, press(message.activityId), quote),
      }),
    );
  }

  return {
    element: h('section', { 'aria-label': 'Teams' }, h('h3', {}, 'Teams chat with the bot'), log, quoting, form),
    refresh,
  };
}

function bubble(
  message: Message,
  press: Parameters<typeof adaptiveCard>[1],
  quote: (message: Message) => void,
): HTMLElement {
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
    text === null || text === '' ? null : h('p', {}, text),
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
