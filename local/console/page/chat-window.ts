import { act, read } from './api';
import { createConversation, type Line } from './conversation';
import type { Device } from './customer';
import { actButton, h, toast } from './dom';

const KEPT = 'switchboard.chat';

interface Window {
  readonly key: string;
  readonly customerName: string;
}

/** A chat window as it stands on a website of the organisation. */
export function createChatWindow(): Device {
  let open = kept();
  const conversation = createConversation('Chat', write, 'Write to Contoso');
  const nameField = h('input', { type: 'text', value: 'Grace Hopper', maxlength: 60, id: 'chat-name' });
  const start = h(
    'form',
    {
      class: 'start',
      onsubmit: (event) => {
        event.preventDefault();
        void startChat().catch((error: unknown) => toast(String(error)));
      },
    },
    h('label', { for: 'chat-name' }, 'Your name'),
    nameField,
    h('button', { type: 'submit', class: 'primary' }, 'Start chat'),
  );
  const over = h('p', { class: 'muted', hidden: true }, 'This chat has ended.');
  const end = actButton('End chat', leave, { class: 'quiet' });
  const again = actButton('New chat', forget, { hidden: true });
  const running = h('div', { class: 'running' }, conversation.element, over, h('div', { class: 'row' }, end, again));

  async function startChat(): Promise<void> {
    const customerName = nameField.value.trim() || 'Grace Hopper';
    const { key } = await act<Window>('chats', { customerName });
    keep({ key, customerName });
    await refresh();
  }

  async function write(text: string): Promise<void> {
    if (open === null) return;
    await act(`chats/${open.key}/messages`, { text, customerName: open.customerName });
    await refresh();
  }

  async function leave(): Promise<void> {
    if (open !== null) await act(`chats/${open.key}/leave`);
    await refresh();
  }

  function forget(): Promise<void> {
    keep(null);
    conversation.show([]);
    return refresh();
  }

  function keep(window: Window | null): void {
    open = window;
    if (window === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(window));
  }

  async function refresh(): Promise<void> {
    start.hidden = open !== null;
    running.hidden = open === null;
    if (open === null) return;
    try {
      const { lines, isOver } = await read<{ lines: readonly Line[]; isOver: boolean }>(`chats/${open.key}/messages`);
      conversation.show(lines);
      over.hidden = !isOver;
      again.hidden = !isOver;
      end.hidden = isOver;
    } catch {
      // The console was started anew and forgot its windows; the chat itself is still there.
      await act('chats', open).catch(() => keep(null));
    }
  }

  return { id: 'chat', label: 'Chat', icon: 'chat', element: h('div', {}, start, running), refresh };
}

function kept(): Window | null {
  const text = sessionStorage.getItem(KEPT);
  return text === null ? null : (JSON.parse(text) as Window);
}
