import type { ChatFile, ChatMessage, ChatNews, ChatState } from '../../shared/contracts/chat';
import { listenTo } from '../live/socket';
import { saidSeldom, TYPING_SHOWN_MS } from '../page/typing';
import { Refused, type Carrier } from './api';
import { EMPTY, heardUpTo, withoutPending, withPending, withSaid, type Transcript } from './transcript';

/** An open chat as the page shows it. */
export interface Shown {
  readonly transcript: Transcript;
  readonly state: ChatState | null;
  readonly isConnected: boolean;
  /** Whose writing is shown: the agent's name, or an empty text where nobody said it; null: nobody writes. */
  readonly typing: string | null;
}

export interface Conversation {
  send(text: string, files?: readonly ChatFile[]): void;
  /** The customer writes, and has not sent it. */
  typing(): void;
  leave(): Promise<void>;
  close(): void;
}

/** Told, a page asks now and then all the same: it is its sign of life. Not told, it asks often. */
const ASK_WHEN_TOLD_MS = 15_000;
const ASK_MS = 3_000;
const SEND_AGAIN_MS = 2_000;

/** Keeps what the page shows true: told by the live connection, and asking in case it was not. */
export function follow(carrier: Carrier, onShown: (shown: Shown) => void): Conversation {
  const picture = createPicture(onShown);
  let isTold = false;
  let isClosed = false;
  let timer: number | undefined;

  async function ask(): Promise<void> {
    window.clearTimeout(timer);
    if (isClosed) return;
    try {
      const { messages, state } = await carrier.read(heardUpTo(picture.transcript(), carrier.hasGaps));
      picture.bringIn(messages, { state, isConnected: true });
    } catch {
      picture.show({ isConnected: false });
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), isTold ? ASK_WHEN_TOLD_MS : ASK_MS);
  }

  function take(news: ChatNews): void {
    switch (news.kind) {
      case 'changed':
        void ask();
        return;
      case 'typing':
        picture.showTyping(news.name ?? '');
        return;
      case 'message':
        picture.bringIn([news.message], {});
        if (heardUpTo(picture.transcript(), false) < news.message.seq) void ask();
    }
  }

  const listening = listenTo({
    negotiate: () => carrier.live(),
    onFresh: () => void ask(),
    onMessage: (data) => take(data as ChatNews),
    onState: (isConnected) => (isTold = isConnected),
  });
  void ask();

  return {
    send: inTurn(carrier, () => isClosed, { change: picture.change, ask }),
    typing: saidSeldom(() => carrier.typing()),
    leave: () => carrier.leave(),
    close() {
      isClosed = true;
      window.clearTimeout(timer);
      picture.close();
      listening.close();
    },
  };
}

/** What is shown, and what changes it. */
function createPicture(onShown: (shown: Shown) => void) {
  let shown: Shown = { transcript: EMPTY, state: null, isConnected: true, typing: null };
  let isClosed = false;
  let typingTimer: number | undefined;
  const show = (change: Partial<Shown>): void => {
    shown = { ...shown, ...change };
    if (!isClosed) onShown(shown);
  };
  return {
    show,
    transcript: () => shown.transcript,
    change: (made: (before: Transcript) => Transcript) => show({ transcript: made(shown.transcript) }),
    /** What the agent was writing is what came. */
    bringIn(messages: readonly ChatMessage[], change: Partial<Shown>): void {
      const isAnswer = messages.some(({ from }) => from !== 'customer');
      show({ ...change, transcript: withSaid(shown.transcript, messages), ...(isAnswer ? { typing: null } : {}) });
    },
    showTyping(name: string): void {
      window.clearTimeout(typingTimer);
      typingTimer = window.setTimeout(() => show({ typing: null }), TYPING_SHOWN_MS);
      show({ typing: name });
    },
    close(): void {
      isClosed = true;
      window.clearTimeout(typingTimer);
    },
  };
}

interface Page {
  change(change: (before: Transcript) => Transcript): void;
  ask(): Promise<void>;
}

/** Sends one after another: what was written first stands first. */
function inTurn(carrier: Carrier, isOver: () => boolean, page: Page): Conversation['send'] {
  let sending: Promise<void> = Promise.resolve();
  return (text, files = []) => {
    const key = crypto.randomUUID();
    page.change((before) => withPending(before, { key, text, after: before.said.at(-1)?.seq ?? 0 }));
    sending = sending.then(async () => {
      await sendSurely(() => carrier.send(key, text, files), isOver);
      await page.ask();
      page.change((before) => withoutPending(before, key));
    });
  };
}

/** Until it is said, or refused for good; the key makes it one message however often it is tried. */
async function sendSurely(send: () => Promise<void>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    try {
      await send();
      return;
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 429) return;
      await new Promise((resolve) => setTimeout(resolve, SEND_AGAIN_MS));
    }
  }
}
