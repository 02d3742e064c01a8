import { complain, h, showList, stayAtEnd } from './dom';
import { clockTime } from './format';

export interface Line {
  readonly id: string;
  readonly text: string;
  readonly isOwn: boolean;
  readonly name: string | null;
  readonly at: number;
}

/** Bubbles of a conversation, and a field to write in. */
export interface Conversation {
  readonly element: HTMLElement;
  show(lines: readonly Line[]): void;
}

export function createConversation(
  label: string,
  send: (text: string) => Promise<unknown>,
  placeholder: string,
): Conversation {
  const log = h('ol', { class: 'log', role: 'log', 'aria-label': label, tabindex: 0 });
  const field = h('input', {
    type: 'text',
    placeholder,
    'aria-label': placeholder,
    autocomplete: 'off',
    maxlength: 1000,
  });
  const form = h(
    'form',
    {
      class: 'composer',
      onsubmit: (event) => {
        event.preventDefault();
        const text = field.value.trim();
        if (text === '') return;
        field.value = '';
        void send(text).catch((error: unknown) => {
          field.value = text;
          complain(error);
        });
      },
    },
    field,
    h('button', { type: 'submit', class: 'primary' }, 'Send'),
  );
  return {
    element: h('div', { class: 'conversation' }, log, form),
    show: (lines) =>
      stayAtEnd(log, () =>
        showList(log, lines, {
          key: ({ id }) => id,
          mark: ({ text, at }) => `${text}/${at}`,
          build: bubble,
        }),
      ),
  };
}

const bubble = ({ text, isOwn, name, at }: Line): HTMLElement =>
  h(
    'li',
    { class: isOwn ? 'bubble own' : 'bubble' },
    h('span', { class: 'who' }, isOwn ? 'You' : (name ?? 'Contoso'), ' ', h('time', {}, clockTime(at))),
    h('p', {}, text),
  );
