import { act, read } from './api';
import type { Device } from './device';
import { actButton, complain, h, showList, stayAtEnd } from './dom';
import { clockTime, dayOf } from './format';
import { follow } from './state';

interface Mail {
  readonly id: string;
  readonly direction: 'received' | 'sent';
  readonly at: number;
  readonly mail: { readonly subject: string; readonly text: string | null; readonly html: string | null };
}

/** A customer's mailbox: they write to the organisation, and answer what it writes. */
export function createMailbox(): Device {
  const address = h('input', {
    type: 'email',
    value: 'ada@customers.example',
    id: 'mail-address',
    onchange: () => void refresh(),
  });
  const subject = h('input', { type: 'text', value: 'My kettle is broken', id: 'mail-subject', maxlength: 150 });
  const text = h('textarea', { id: 'mail-text', rows: 3 }, 'It has not switched off since Friday. What can I do?');
  const log = h('ol', { class: 'log', role: 'log', 'aria-label': 'Mails', tabindex: 0 });
  const path = () => `mailboxes/${encodeURIComponent(address.value.trim())}/mails`;
  const form = h(
    'form',
    {
      class: 'start',
      onsubmit: (event) => {
        event.preventDefault();
        follow(address.value.trim());
        void act(path(), { subject: subject.value, text: text.value }).then(refresh).catch(complain);
      },
    },
    h('div', { class: 'inline' }, h('label', { for: 'mail-address' }, 'From'), address),
    h('div', { class: 'inline' }, h('label', { for: 'mail-subject' }, 'Subject'), subject),
    h('label', { for: 'mail-text', class: 'hidden-label' }, 'Text'),
    text,
    h('button', { type: 'submit', class: 'primary' }, 'Send to help@contoso.example'),
  );

  async function refresh(): Promise<void> {
    const { mails } = await read<{ mails: readonly Mail[] }>(path());
    stayAtEnd(log, () =>
      showList(log, mails, { key: ({ id }) => id, mark: ({ id }) => id, build: (mail) => row(mail, refresh) }),
    );
  }

  return { id: 'mail', label: 'Mail', icon: 'email', element: h('div', {}, form, log), refresh };
}

function row({ id, direction, at, mail }: Mail, refresh: () => Promise<void>): HTMLElement {
  const answer = h('input', { type: 'text', placeholder: 'Answer', 'aria-label': `Answer to ${mail.subject}` });
  const send = actButton(
    'Send',
    async () => {
      if (answer.value.trim() === '') return;
      await act(`mails/${id}/answer`, { text: answer.value });
      answer.value = '';
      await refresh();
    },
    { class: 'small' },
  );
  return h(
    'li',
    { class: direction === 'sent' ? 'bubble own' : 'bubble' },
    h(
      'span',
      { class: 'who' },
      `${direction === 'sent' ? 'You' : 'Contoso'} `,
      h('time', {}, `${dayOf(at)}, ${clockTime(at)}`),
    ),
    h('p', {}, h('strong', {}, mail.subject)),
    h('p', {}, mail.text ?? plain(mail.html ?? '')),
    direction === 'received' ? h('span', { class: 'row' }, answer, send) : null,
  );
}

/** Only the words: what came by mail is never made part of the page. */
const plain = (html: string): string => new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
