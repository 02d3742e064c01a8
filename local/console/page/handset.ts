import { act, read } from './api';
import { createConversation } from './conversation';
import type { Device } from './device';
import { h } from './dom';
import { follow } from './state';

interface Text {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly message: string;
  readonly at: number;
}

/** A mobile telephone, as far as texts go. */
export function createHandset(): Device {
  const number = h('input', {
    type: 'tel',
    value: '+14255550142',
    id: 'handset-number',
    pattern: '\\+[0-9]{8,15}',
    onchange: () => void refresh(),
  });
  const path = () => `handsets/${encodeURIComponent(number.value.trim())}/texts`;
  const conversation = createConversation('Texts', send, 'Text to +1 425 555 0101');

  async function send(text: string): Promise<void> {
    follow(number.value.trim());
    await act(path(), { text });
    await refresh();
  }

  async function refresh(): Promise<void> {
    const { texts } = await read<{ texts: readonly Text[] }>(path());
    conversation.show(
      texts.map(({ id, direction, message, at }) => ({
        id,
        text: message,
        isOwn: direction === 'out',
        name: null,
        at,
      })),
    );
  }

  const from = h('div', { class: 'inline' }, h('label', { for: 'handset-number' }, 'From'), number);
  return { id: 'sms', label: 'SMS', icon: 'sms', element: h('div', {}, from, conversation.element), refresh };
}
