import { act, read } from './api';
import { createConversation, type Conversation, type Line } from './conversation';
import type { Device } from './device';
import { actButton, complain, h } from './dom';
import { follow } from './state';

const KEPT = 'switchboard.chat';
const USUAL_NAME = 'Grace Hopper';

interface Window {
  readonly key: string;
  readonly customerName: string;
  /** The customer closed it: what the thread does after that is not seen here. */
  readonly hasLeft: boolean;
}

interface Parts {
  readonly start: HTMLFormElement;
  readonly running: HTMLElement;
  readonly conversation: Conversation;
  /** Shown once the chat is over, and as long as it is not. */
  readonly over: readonly HTMLElement[];
  readonly live: readonly HTMLElement[];
}

/** A chat window as it stands on a website of the organisation. */
export function createChatWindow(): Device {
  let open = kept();
  const parts = makeParts({ startChat, write, leave, forget });

  async function startChat(customerName: string): Promise<void> {
    const { key, userId } = await act<Window & { userId: string }>('chats', { customerName });
    follow(userId);
    keep({ key, customerName, hasLeft: false });
    await refresh();
  }

  async function write(text: string): Promise<void> {
    if (open === null) return;
    await act(`chats/${open.key}/messages`, { text, customerName: open.customerName });
    await refresh();
  }

  async function leave(): Promise<void> {
    if (open === null) return;
    await act(`chats/${open.key}/leave`);
    keep({ ...open, hasLeft: true });
    await refresh();
  }

  function forget(): Promise<void> {
    keep(null);
    parts.conversation.show([]);
    return refresh();
  }

  function keep(window: Window | null): void {
    open = window;
    if (window === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(window));
  }

  async function refresh(): Promise<void> {
    parts.start.hidden = open !== null;
    parts.running.hidden = open === null;
    if (open === null) return;
    try {
      const { hasLeft, key } = open;
      const shown = await read<Shown>(`chats/${key}/messages`);
      show(parts, { ...shown, isOver: shown.isOver || hasLeft });
    } catch {
      // The console was started anew and forgot its windows; the chat itself is still there.
      await act('chats', open).catch(() => keep(null));
    }
  }

  return { id: 'chat', label: 'Chat', icon: 'chat', element: h('div', {}, parts.start, parts.running), refresh };
}

interface Shown {
  readonly lines: readonly Line[];
  readonly isOver: boolean;
}

function show({ conversation, over, live }: Parts, { lines, isOver }: Shown): void {
  conversation.show(lines);
  for (const element of over) element.hidden = !isOver;
  for (const element of live) element.hidden = isOver;
}

interface Acts {
  readonly startChat: (customerName: string) => Promise<void>;
  readonly write: (text: string) => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly forget: () => Promise<void>;
}

function makeParts({ startChat, write, leave, forget }: Acts): Parts {
  const conversation = createConversation('Chat', write, 'Write to Contoso');
  const name = h('input', { type: 'text', value: USUAL_NAME, maxlength: 60, id: 'chat-name' });
  const onsubmit = (event: Event) => {
    event.preventDefault();
    void startChat(name.value.trim() || USUAL_NAME).catch(complain);
  };
  const start = h(
    'form',
    { class: 'start', onsubmit },
    h('label', { for: 'chat-name' }, 'Your name'),
    name,
    h('button', { type: 'submit', class: 'primary' }, 'Start chat'),
  );
  const over = [
    h('p', { class: 'muted', hidden: true }, 'This chat has ended.'),
    actButton('New chat', forget, { hidden: true }),
  ];
  const live = [actButton('End chat', leave, { class: 'quiet' })];
  const foot = h('div', { class: 'row' }, ...over, ...live);
  return { start, running: h('div', { class: 'running' }, conversation.element, foot), conversation, over, live };
}

function kept(): Window | null {
  const text = sessionStorage.getItem(KEPT);
  return text === null ? null : (JSON.parse(text) as Window);
}
