import { readEntry, Refused, type Entry, type Place } from './api';
import { createCalls } from './calls';
import { createChat } from './chat';
import { recall, keep } from './kept';
import { textsIn, type Texts } from './texts';
import { createView, type View } from './view';

interface Tag {
  readonly place: Place;
  readonly language: string;
  /** The entry point of calls; null where the site offers none. */
  readonly callEntryPoint: string | null;
}

function readTag(script: HTMLScriptElement): Tag {
  const { tenant = '', entryPoint = '', language, call } = script.dataset;
  return {
    place: { base: new URL(script.src).origin, tenantId: tenant, entryPoint },
    language: language ?? (document.documentElement.lang || navigator.language),
    callEntryPoint: call ?? null,
  };
}

/**
 * `<script src="https://stamp/api/widget/widget.js" data-tenant="…" data-entry-point="…" defer></script>` is all that a page
 * needs; `data-language` says in which language, `data-call` names an entry point of calls that customers may be called from.
 */
function start(script: HTMLScriptElement): void {
  const { place, language, callEntryPoint } = readTag(script);
  const texts = textsIn(language);
  const host = document.createElement('switchboard-chat');
  host.lang = language;
  document.body.append(host);
  let entry: Entry | undefined;
  const chat = createChat({ place, language, texts, screen: (screen) => view.screen(screen) });
  const form = (notice: string | null) => view.screen({ kind: 'form', notice });
  const view: View = createView(host, texts, {
    ...chat.actions,
    onShow(isShown) {
      if (isShown && entry === undefined) void greet();
      chat.keepShown(isShown);
    },
    onStart: (name, question) =>
      void chat.begin(name, question).catch((error: unknown) => form(whyNotStarted(error, texts))),
    onAgain: () => form(null),
    call: callEntryPoint === null ? null : createCalls({ place, language, texts, entryPoint: callEntryPoint }),
  });

  async function greet(): Promise<void> {
    entry = await readEntry(place).catch(() => undefined);
    if (entry === undefined) return;
    view.entry(entry);
    if (!chat.isOpen()) form(entry.isOpen ? null : texts.closed);
  }

  form(null);
  const kept = recall(place);
  if (kept === undefined) return;
  view.show(kept.isShown);
  void chat.open(kept.connection, kept.isShown).then(greet, () => keep(place, null));
}

function whyNotStarted(error: unknown, texts: Texts): string {
  const isBusy = error instanceof Refused && (error.status === 429 || error.status === 503);
  return isBusy ? texts.busy : texts.failed;
}

// Gone once the script has run: it must be asked at once.
if (document.currentScript instanceof HTMLScriptElement) start(document.currentScript);
