import { openCarrier, readEntry, Refused, startChat, type Connection, type Entry, type Place } from './api';
import { follow, type Conversation } from './conversation';
import { keep, recall } from './kept';
import { textsIn } from './texts';
import { createView, type View } from './view';

interface Tag {
  readonly place: Place;
  readonly language: string;
}

type Opened = Connection & { readonly tokenExpiresAt: number };

function readTag(script: HTMLScriptElement): Tag {
  const { tenant = '', entryPoint = '', language } = script.dataset;
  const place: Place = { base: new URL(script.src).origin, tenantId: tenant, entryPoint };
  return { place, language: language ?? (document.documentElement.lang || navigator.language) };
}

/** What is open on this page, and its end; it is kept for the next page. */
function createChat(place: Place, view: () => View) {
  let conversation: Conversation | undefined;
  let connection: Opened | undefined;
  const firstKey = crypto.randomUUID();
  async function open(opened: Opened): Promise<void> {
    const carrier = await openCarrier(place, opened);
    connection = opened;
    keep(place, { connection: opened, isShown: true });
    conversation = follow(carrier, (shown) => view().screen({ kind: 'chat', shown }));
  }
  return {
    open,
    isOpen: () => conversation !== undefined,
    send: (text: string) => conversation?.send(text),
    keepShown(isShown: boolean): void {
      if (connection !== undefined) keep(place, { connection, isShown });
    },
    async begin(name: string, question: string): Promise<void> {
      const key = connection === undefined ? firstKey : crypto.randomUUID();
      await open((await startChat(place, name, key)) as Opened);
      conversation?.send(question);
    },
    async end(): Promise<void> {
      await conversation?.leave().catch(() => undefined);
      conversation?.close();
      conversation = undefined;
      keep(place, null);
      view().screen({ kind: 'over' });
    },
  };
}

/**
 * `<script src="https://stamp/api/widget/widget.js" data-tenant="…" data-entry-point="…" defer></script>` is all that a page
 * needs; `data-language` says in which language.
 */
function start(script: HTMLScriptElement): void {
  const { place, language } = readTag(script);
  const texts = textsIn(language);
  const host = document.createElement('switchboard-chat');
  host.lang = language;
  document.body.append(host);
  let entry: Entry | undefined;
  const chat = createChat(place, () => view);
  const form = (notice: string | null) => view.screen({ kind: 'form', notice });

  const view: View = createView(host, texts, {
    onShow(isShown) {
      if (isShown && entry === undefined) void greet();
      chat.keepShown(isShown);
    },
    onStart: (name, question) =>
      void chat.begin(name, question).catch((error: unknown) => {
        const isBusy = error instanceof Refused && (error.status === 429 || error.status === 503);
        form(isBusy ? texts.busy : texts.failed);
      }),
    onSend: (text) => void chat.send(text),
    onEnd: () => void chat.end(),
    onAgain: () => form(null),
  });

  async function greet(): Promise<void> {
    entry = await readEntry(place).catch(() => undefined);
    if (entry === undefined) return;
    view.title(entry.name);
    if (!chat.isOpen()) form(entry.isOpen ? null : texts.closed);
  }

  form(null);
  const kept = recall(place);
  if (kept === undefined) return;
  view.show(kept.isShown);
  void chat.open(kept.connection).then(greet, () => keep(place, null));
}

// Gone once the script has run: it must be asked at once.
if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
