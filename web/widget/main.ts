import { acsCarrier, ownCarrier, readEntry, Refused, startChat, type Connection, type Entry, type Place } from './api';
import { follow, type Conversation } from './conversation';
import { keep, recall } from './kept';
import { textsIn } from './texts';
import { createView } from './view';

/**
 * `<script src="https://stamp/api/widget/widget.js" data-tenant="…" data-entry-point="…" defer></script>` is all that a page
 * needs; `data-language` says in which language.
 */
function start(script: HTMLScriptElement): void {
  const {
    tenant = '',
    entryPoint = '',
    language = document.documentElement.lang || navigator.language,
  } = script.dataset;
  const place: Place = { base: new URL(script.src).origin, tenantId: tenant, entryPoint };
  const texts = textsIn(language);
  const host = document.createElement('switchboard-chat');
  host.lang = language;
  document.body.append(host);
  let conversation: Conversation | undefined;
  let connection: (Connection & { readonly tokenExpiresAt: number }) | undefined;
  let entry: Entry | undefined;
  const key = crypto.randomUUID();

  const view = createView(host, texts, {
    onShow(isShown) {
      if (isShown && entry === undefined) void greet();
      if (connection !== undefined) keep(place, { connection, isShown });
    },
    onStart: (name, question) => void begin(name, question),
    onSend: (text) => conversation?.send(text),
    onEnd: () => void end(),
    onAgain: () => view.screen({ kind: 'form', notice: null }),
  });

  async function greet(): Promise<void> {
    entry = await readEntry(place).catch(() => undefined);
    if (entry === undefined) return;
    view.title(entry.name);
    if (conversation === undefined) view.screen({ kind: 'form', notice: entry.isOpen ? null : texts.closed });
  }

  async function begin(name: string, question: string): Promise<void> {
    try {
      const started = (await startChat(
        place,
        name,
        connection === undefined ? key : crypto.randomUUID(),
      )) as NonNullable<typeof connection>;
      await open(started);
      conversation?.send(question);
    } catch (error) {
      const isBusy = error instanceof Refused && (error.status === 429 || error.status === 503);
      view.screen({ kind: 'form', notice: isBusy ? texts.busy : texts.failed });
    }
  }

  async function open(opened: NonNullable<typeof connection>): Promise<void> {
    const carrier = opened.provider === 'acs' ? await acsCarrier(place, opened) : ownCarrier(place, opened);
    connection = opened;
    keep(place, { connection: opened, isShown: true });
    conversation = follow(carrier, (shown) => view.screen({ kind: 'chat', shown }));
  }

  async function end(): Promise<void> {
    await conversation?.leave().catch(() => undefined);
    conversation?.close();
    conversation = undefined;
    keep(place, null);
    view.screen({ kind: 'over' });
  }

  view.screen({ kind: 'form', notice: null });
  const kept = recall(place);
  if (kept === undefined) return;
  view.show(kept.isShown);
  void open(kept.connection).then(greet, () => keep(place, null));
}

// Gone once the script has run: it must be asked at once.
if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
