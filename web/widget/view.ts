import { h } from './dom';
import { STYLE } from './style';
import type { Shown } from './conversation';
import type { Texts } from './texts';
import { unsaid } from './transcript';

/** What a person does with the widget. */
export interface Actions {
  readonly onShow: (isShown: boolean) => void;
  readonly onStart: (name: string, question: string) => void;
  readonly onSend: (text: string) => void;
  readonly onEnd: () => void;
  readonly onAgain: () => void;
}

export type Screen =
  | { readonly kind: 'form'; readonly notice: string | null }
  | { readonly kind: 'chat'; readonly shown: Shown }
  | { readonly kind: 'over' };

export interface View {
  show(isShown: boolean): void;
  screen(screen: Screen): void;
  title(name: string): void;
}

/** The widget in a shadow root of its own: the page's styles do not reach it, nor its styles the page. */
export function createView(host: HTMLElement, texts: Texts, actions: Actions): View {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const title = h('h2', { id: 'title' }, texts.open);
  const close = h('button', { type: 'button', class: 'plain', 'aria-label': texts.close }, '✕');
  const form = startForm(texts, actions);
  const chat = chatPanel(texts, actions);
  const over = overPanel(texts, actions);
  const body = h('div', { class: 'window', role: 'dialog', 'aria-labelledby': 'title', hidden: '' });
  body.append(h('header', {}, title, close), form.element, ...chat.elements, over);
  const launcher = h('button', { type: 'button', 'aria-expanded': 'false' }, texts.open);
  root.append(body, launcher);
  const show = (isShown: boolean) => {
    body.hidden = !isShown;
    launcher.hidden = isShown;
    launcher.setAttribute('aria-expanded', String(isShown));
  };
  launcher.addEventListener('click', () => {
    show(true);
    (form.element.hidden ? chat.input : form.name).focus();
    actions.onShow(true);
  });
  const hide = () => {
    show(false);
    launcher.focus();
    actions.onShow(false);
  };
  close.addEventListener('click', hide);
  body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  return {
    show,
    title: (name) => void (title.textContent = texts.title(name)),
    screen(screen) {
      form.element.hidden = screen.kind !== 'form';
      over.hidden = screen.kind !== 'over';
      for (const element of chat.elements) element.hidden = screen.kind !== 'chat';
      if (screen.kind === 'form') form.notice(screen.notice);
      if (screen.kind === 'chat') chat.update(screen.shown);
    },
  };
}

function startForm(texts: Texts, { onStart }: Actions) {
  const name = h('input', { required: '', maxlength: '120', autocomplete: 'name' });
  const question = h('textarea', { required: '', maxlength: '4000', rows: '4' });
  const notice = h('p', { class: 'notice', role: 'status', hidden: '' });
  const element = h(
    'form',
    {},
    notice,
    h('label', {}, texts.yourName, name),
    h('label', {}, texts.question, question),
    h('button', { type: 'submit' }, texts.start),
  );
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    if (name.value.trim() !== '' && question.value.trim() !== '') onStart(name.value.trim(), question.value.trim());
  });
  return { element, name, notice: (text: string | null) => tell(notice, text) };
}

function tell(element: HTMLElement, text: string | null): void {
  element.hidden = text === null || text === '';
  if (element.textContent !== text) element.textContent = text;
}

function chatPanel(texts: Texts, { onSend, onEnd }: Actions) {
  const state = h('p', { class: 'state', role: 'status' });
  const notice = h('p', { class: 'notice', role: 'status', hidden: '' });
  const log = h('div', { class: 'log', role: 'log', 'aria-label': texts.open, tabindex: '0' });
  const input = h('textarea', { rows: '2', maxlength: '4000' });
  const send = h('button', { type: 'submit' }, texts.send);
  const end = h('button', { type: 'button', class: 'plain' }, texts.end);
  const form = h(
    'form',
    { class: 'compose' },
    h('label', {}, h('span', { class: 'hidden-label' }, texts.write), input),
    send,
    end,
  );
  const submit = (event: Event) => {
    event.preventDefault();
    if (input.value.trim() !== '') onSend(input.value.trim());
    input.value = '';
  };
  form.addEventListener('submit', submit);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
  });
  end.addEventListener('click', onEnd);
  const update = (shown: Shown) => {
    tell(state, shown.state === null ? '' : texts.state(shown.state));
    tell(notice, shown.isConnected ? null : texts.reconnecting);
    fill(log, texts, shown);
  };
  return { elements: [state, notice, log, form], input, update };
}

/** Only what is new is added: a screen reader says it once. */
function fill(log: HTMLElement, texts: Texts, { transcript }: Shown): void {
  const rows = [
    ...transcript.said.map((one) => ({
      key: `s${one.seq}`,
      from: one.from,
      name: one.from === 'customer' ? texts.you : (one.name ?? ''),
      text: one.text,
    })),
    ...unsaid(transcript).map(({ key, text }) => ({ key, from: 'customer pending', name: texts.you, text })),
  ];
  const known = new Map([...log.children].map((child) => [child.getAttribute('data-key'), child]));
  const wanted = rows.map(
    ({ key, from, name, text }) =>
      known.get(key) ?? h('p', { 'data-key': key, class: from }, h('span', {}, name), text),
  );
  const isSame = wanted.length === log.children.length && wanted.every((one, index) => log.children[index] === one);
  if (isSame) return;
  log.replaceChildren(...wanted);
  log.scrollTop = log.scrollHeight;
}

function overPanel(texts: Texts, { onAgain }: Actions): HTMLElement {
  const again = h('button', { type: 'button' }, texts.again);
  again.addEventListener('click', onAgain);
  return h('form', { hidden: '' }, h('p', { role: 'status' }, texts.ended), again);
}
