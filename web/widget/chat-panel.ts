import type { ChatFile } from '../../shared/contracts/chat';
import { keepAtEnd } from '../page/keep-at-end';
import type { Shown } from './conversation';
import { clip, h, tell } from './dom';
import type { Texts } from './texts';
import { unsaid } from './transcript';

/** What a customer does while the chat is open. */
export interface ChatActions {
  readonly onSend: (text: string) => void;
  readonly onTyping: () => void;
  readonly onEnd: () => void;
  /** Answers what went wrong, in words; null: it is sent. */
  readonly onFile: (file: File) => Promise<string | null>;
  /** The same; null: it is saved. */
  readonly onOpen: (file: ChatFile) => Promise<string | null>;
}

/** Endings of the files that a stamp takes: the dialog of the browser shows no others. */
const ACCEPTED = '.png,.jpg,.jpeg,.gif,.webp,.pdf,.docx,.xlsx,.pptx,.txt,.csv';

export interface ChatPanel {
  /** What was said. */
  readonly thread: HTMLElement;
  /** Where it is answered; others may stand between the two. */
  readonly compose: HTMLElement;
  readonly input: HTMLTextAreaElement;
  update(shown: Shown): void;
}

export function chatPanel(texts: Texts, actions: ChatActions): ChatPanel {
  const state = h('p', { class: 'state', role: 'status' });
  const notice = h('p', { class: 'notice', role: 'status', hidden: '' });
  const log = h('div', { class: 'log', role: 'log', 'aria-label': texts.conversation, tabindex: '0' });
  const typing = h('p', { class: 'typing', role: 'status', hidden: '' });
  const { form, input, trouble } = composer(texts, actions);
  const open: Open = (file) => void actions.onOpen(file).then((why) => tell(trouble, why));
  const update = ({ state: at, isConnected, typing: who, ...shown }: Shown) => {
    tell(state, at === null ? '' : texts.state(at));
    tell(notice, isConnected ? null : texts.reconnecting);
    tell(typing, who === null ? null : texts.typing(who));
    fill(log, texts, shown.transcript, open);
  };
  keepAtEnd(log);
  const thread = h('div', { class: 'thread' }, state, notice, log, typing, trouble);
  return { thread, compose: form, input, update };
}

function composer(texts: Texts, { onSend, onTyping, onEnd, onFile }: ChatActions) {
  const input = h('textarea', { rows: '2', maxlength: '4000' });
  const trouble = h('p', { class: 'notice', role: 'alert', hidden: '' });
  const file = h('input', { type: 'file', accept: ACCEPTED, tabindex: '-1', 'aria-hidden': 'true', hidden: '' });
  const attach = h('button', { type: 'button', class: 'plain icon', 'aria-label': texts.attach }, clip());
  const send = h('button', { type: 'submit' }, texts.send);
  const end = h('button', { type: 'button', class: 'plain' }, texts.end);
  const label = h('label', {}, h('span', { class: 'hidden-label' }, texts.write), input);
  const form = h('form', { class: 'compose' }, label, h('div', { class: 'row' }, attach, file, end, send));
  const submit = (event: Event) => {
    event.preventDefault();
    if (input.value.trim() !== '') onSend(input.value.trim());
    input.value = '';
  };
  form.addEventListener('submit', submit);
  input.addEventListener('input', onTyping);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  end.addEventListener('click', onEnd);
  attach.addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    const chosen = file.files?.[0];
    file.value = '';
    if (chosen === undefined) return;
    attach.disabled = true;
    void onFile(chosen).then((why) => {
      attach.disabled = false;
      tell(trouble, why);
    });
  });
  return { form, input, trouble };
}

interface Row {
  readonly key: string;
  readonly from: string;
  readonly name: string;
  readonly text: string;
  readonly files: readonly ChatFile[];
}

/** Opens a file that is in the chat. */
type Open = (file: ChatFile) => void;

/** Only what is new is added: a screen reader says it once. */
function fill(log: HTMLElement, texts: Texts, transcript: Shown['transcript'], open: Open): void {
  const rows: Row[] = [
    ...transcript.said.map(({ seq, from, name, text, files }) => ({
      ...{ key: `s${seq}`, from, text, files },
      name: from === 'customer' ? texts.you : (name ?? ''),
    })),
    ...unsaid(transcript).map(({ key, text }) => ({
      ...{ key, from: 'customer pending', name: texts.you, text, files: [] },
    })),
  ];
  const known = new Map([...log.children].map((child) => [child.getAttribute('data-key'), child]));
  const wanted = rows.map((row) => known.get(row.key) ?? bubble(row, open));
  const isSame = wanted.length === log.children.length && wanted.every((one, index) => log.children[index] === one);
  if (isSame) return;
  log.replaceChildren(...wanted);
  log.scrollTop = log.scrollHeight;
}

/** A text that only names the file says nothing that the file does not. */
function bubble({ key, from, name, text, files }: Row, open: Open): HTMLElement {
  const isNamed = files.length === 1 && files[0]?.name === text;
  const links = files.map((file) => fileLink(file, open));
  return h('p', { 'data-key': key, class: from }, h('span', {}, name), ...(isNamed ? [] : [text]), ...links);
}

function fileLink(file: ChatFile, open: Open): HTMLElement {
  const size = `${Math.max(1, Math.round(file.sizeBytes / 1000))} kB`;
  const link = h('button', { type: 'button', class: 'plain file' }, clip(), ` ${file.name} (${size})`);
  link.addEventListener('click', () => open(file));
  return link;
}
