import type { ChatFile } from '../../shared/contracts/chat';
import { saveFile } from '../page/save-file';
import { openCarrier, Refused, startChat, type Carrier, type Connection, type Place } from './api';
import { follow, type Conversation } from './conversation';
import { keep } from './kept';
import type { Texts } from './texts';
import type { Actions, Screen } from './view';

interface ChatOptions {
  readonly place: Place;
  readonly language: string;
  readonly texts: Texts;
  readonly screen: (screen: Screen) => void;
}

/** An open chat and who carries it. */
interface Open {
  readonly conversation: Conversation;
  readonly carrier: Carrier;
}

/** The chat of this page, and its end; it is kept for the next page. */
export function createChat(options: ChatOptions) {
  const { place, language, screen } = options;
  let now: Open | undefined;
  /** What can still be rated and mailed after the end. */
  let last: Carrier | undefined;
  let connection: Connection | undefined;
  const firstKey = crypto.randomUUID();

  async function open(opened: Connection, isShown: boolean): Promise<void> {
    const carrier = await openCarrier(place, opened);
    connection = opened;
    last = carrier;
    keep(place, { connection: opened, isShown });
    now = { carrier, conversation: follow(carrier, (shown) => screen({ kind: 'chat', shown })) };
  }

  async function end(): Promise<void> {
    if (now === undefined) return;
    const { carrier, conversation } = now;
    now = undefined;
    await conversation.leave().catch(() => undefined);
    conversation.close();
    keep(place, null);
    screen({ kind: 'over', mayRate: false });
    const state = (await carrier.read(Number.MAX_SAFE_INTEGER).catch(() => undefined))?.state;
    if (state?.kind === 'idle' && state.mayRate && now === undefined) screen({ kind: 'over', mayRate: true });
  }

  return {
    open,
    isOpen: () => now !== undefined,
    keepShown(isShown: boolean): void {
      if (connection !== undefined && now !== undefined) keep(place, { connection, isShown });
    },
    async begin(name: string, question: string): Promise<void> {
      const key = connection === undefined ? firstKey : crypto.randomUUID();
      await open(await startChat(place, { customerName: name, language }, key), true);
      now?.conversation.send(question);
    },
    actions: {
      onSend: (text) => now?.conversation.send(text),
      onTyping: () => now?.conversation.typing(),
      onEnd: () => void end(),
      ...fileActions(options, () => now),
      ...afterActions(options, () => last),
    } satisfies Partial<Actions>,
  };
}

function fileActions({ texts }: ChatOptions, now: () => Open | undefined) {
  return {
    async onFile(file: File): Promise<string | null> {
      const open = now();
      if (open === undefined) return texts.failed;
      try {
        const kept = await open.carrier.putFile(file, crypto.randomUUID());
        open.conversation.send(kept.name, [kept]);
        return null;
      } catch (error) {
        if (!(error instanceof Refused)) return texts.failed;
        return error.status === 409 ? texts.fileRefused(error.why) : texts.failed;
      }
    },
    async onOpen(file: ChatFile): Promise<string | null> {
      const carrier = now()?.carrier;
      const content = await carrier?.getFile(file).catch(() => undefined);
      if (content === undefined) return texts.failed;
      saveFile(file.name, content);
      return null;
    },
  };
}

function afterActions({ texts, language }: ChatOptions, last: () => Carrier | undefined) {
  /** What went wrong, in words; null: nothing. */
  async function tried(doing: (carrier: Carrier) => Promise<void>): Promise<string | null> {
    const carrier = last();
    if (carrier === undefined) return texts.failed;
    try {
      await doing(carrier);
      return null;
    } catch (error) {
      if (!(error instanceof Refused)) return texts.failed;
      if (error.why === 'wrongCode') return texts.wrongCode;
      return error.status === 429 ? texts.tooOften : texts.failed;
    }
  }
  return {
    onRate: (score: number, comment: string) => tried((carrier) => carrier.rate(score, comment)),
    onAskForTranscript: (address: string) => tried((carrier) => carrier.askForTranscript(address, language)),
    onMailTranscript: (address: string, code: string) =>
      tried((carrier) => carrier.mailTranscript(address, language, code)),
  };
}
