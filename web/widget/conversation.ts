import type { ChatNews, ChatState } from '../../shared/contracts/chat';
import { listenTo, type Listening } from '../live/socket';
import { Refused, type Carrier } from './api';
import { EMPTY, heardUpTo, withoutPending, withPending, withSaid, type Transcript } from './transcript';

/** An open chat as the page shows it. */
export interface Shown {
  readonly transcript: Transcript;
  readonly state: ChatState | null;
  readonly isConnected: boolean;
}

export interface Conversation {
  send(text: string): void;
  leave(): Promise<void>;
  close(): void;
}

/** Told, a page asks now and then all the same: it is its sign of life. Not told, it asks often. */
const ASK_WHEN_TOLD_MS = 15_000;
const ASK_MS = 3_000;
const SEND_AGAIN_MS = 2_000;

/** Keeps what the page shows true: told by the live connection where there is one, asking where there is none. */
export function follow(carrier: Carrier, onShown: (shown: Shown) => void): Conversation {
  let shown: Shown = { transcript: EMPTY, state: null, isConnected: true };
  let isTold = false;
  let isClosed = false;
  let timer: number | undefined;
  let listening: Listening | undefined;

  function show(change: Partial<Shown>): void {
    shown = { ...shown, ...change };
    if (!isClosed) onShown(shown);
  }

  async function ask(): Promise<void> {
    window.clearTimeout(timer);
    if (isClosed) return;
    try {
      const { messages, state } = await carrier.read(heardUpTo(shown.transcript, carrier.live === null));
      show({ transcript: withSaid(shown.transcript, messages), state, isConnected: true });
    } catch {
      show({ isConnected: false });
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), isTold ? ASK_WHEN_TOLD_MS : ASK_MS);
  }

  function take(news: ChatNews): void {
    if (news.kind === 'changed') {
      void ask();
      return;
    }
    show({ transcript: withSaid(shown.transcript, [news.message]) });
    if (heardUpTo(shown.transcript, false) < news.message.seq) void ask();
  }

  const onFresh = () => void ask();
  const onMessage = (data: unknown) => take(data as ChatNews);
  const onState = (isConnected: boolean) => (isTold = isConnected);
  if (carrier.live !== null) listening = listenTo({ negotiate: carrier.live, onFresh, onMessage, onState });
  void ask();

  return {
    send: inTurn(carrier, () => isClosed, {
      change: (change) => show({ transcript: change(shown.transcript) }),
      ask,
    }),
    leave: () => carrier.leave(),
    close() {
      isClosed = true;
      window.clearTimeout(timer);
      listening?.close();
    },
  };
}

interface Page {
  change(change: (before: Transcript) => Transcript): void;
  ask(): Promise<void>;
}

/** Sends one after another: what was written first stands first. */
function inTurn(carrier: Carrier, isOver: () => boolean, page: Page): (text: string) => void {
  let sending: Promise<void> = Promise.resolve();
  return (text) => {
    const key = crypto.randomUUID();
    page.change((before) => withPending(before, { key, text, after: before.said.at(-1)?.seq ?? 0 }));
    sending = sending.then(async () => {
      await sendSurely(carrier, key, text, isOver);
      await page.ask();
      page.change((before) => withoutPending(before, key));
    });
  };
}

/** Until it is said, or refused for good; the key makes it one message however often it is tried. */
async function sendSurely(carrier: Carrier, key: string, text: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    try {
      await carrier.send(key, text);
      return;
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && error.status !== 429) return;
      await new Promise((resolve) => setTimeout(resolve, SEND_AGAIN_MS));
    }
  }
}
