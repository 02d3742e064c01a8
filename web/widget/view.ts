import { afterwards, type AfterActions } from './afterwards';
import { callPanel, type CallActions } from './call-panel';
import { chatPanel, type ChatActions } from './chat-panel';
import type { Shown } from './conversation';
import { h } from './dom';
import { startForm } from './form';
import { STYLE } from './style';
import type { Texts } from './texts';

/** What a person does with the widget. */
export interface Actions extends ChatActions, AfterActions {
  readonly onShow: (isShown: boolean) => void;
  readonly onStart: (name: string, question: string) => void;
  readonly onAgain: () => void;
  /** Null where the site offers no calls. */
  readonly call: Omit<CallActions, 'onBack'> | null;
}

export type Screen =
  | { readonly kind: 'form'; readonly notice: string | null }
  | { readonly kind: 'call' }
  | { readonly kind: 'chat'; readonly shown: Shown }
  | { readonly kind: 'over'; readonly mayRate: boolean };

export interface View {
  show(isShown: boolean): void;
  screen(screen: Screen): void;
  /** What the stamp says of itself. */
  entry(entry: { readonly name: string; readonly mailsTranscripts: boolean }): void;
}

/** The widget in a shadow root of its own: the page's styles do not reach it, nor its styles the page. */
export function createView(host: HTMLElement, texts: Texts, actions: Actions): View {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const title = h('h2', { id: 'title' }, texts.open);
  const close = h('button', { type: 'button', class: 'plain icon', 'aria-label': texts.close }, '✕');
  const body = h('div', { class: 'window', role: 'dialog', 'aria-labelledby': 'title', hidden: '' });
  const panels = panelsOf(texts, actions);
  body.append(h('header', {}, title, close), ...panels.elements);
  const launcher = h('button', { type: 'button', class: 'launcher', 'aria-expanded': 'false' }, texts.open);
  root.append(body, launcher);
  const show = (isShown: boolean) => {
    body.hidden = !isShown;
    launcher.hidden = isShown;
    launcher.setAttribute('aria-expanded', String(isShown));
  };
  launcher.addEventListener('click', () => {
    show(true);
    panels.focus();
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
    screen: panels.screen,
    entry({ name, mailsTranscripts }) {
      title.textContent = texts.title(name);
      panels.offerTranscripts(mailsTranscripts);
    },
  };
}

/** All that a window may show, one screen at a time. */
function panelsOf(texts: Texts, actions: Actions) {
  const { call } = actions;
  let mailsTranscripts = false;
  const calling = call && callPanel(texts, { ...call, onBack: () => screen({ kind: 'form', notice: null }) });
  const toCall = calling && (() => screen({ kind: 'call' }));
  const form = startForm(texts, actions.onStart, toCall);
  const chat = chatPanel(texts, actions);
  const after = afterwards(texts, actions);
  const over = overPanel(texts, actions);

  function screen(at: Screen): void {
    form.element.hidden = at.kind !== 'form';
    over.hidden = at.kind !== 'over';
    if (calling !== null) calling.element.hidden = at.kind !== 'call';
    chat.thread.hidden = chat.compose.hidden = at.kind !== 'chat';
    if (at.kind === 'form') form.notice(at.notice);
    if (at.kind === 'call') calling?.name.focus();
    if (at.kind === 'chat') chat.update(at.shown);
    after.offer({ survey: mayRate(at), transcript: mailsTranscripts && isOver(at) });
  }
  return {
    screen,
    elements: [
      form.element,
      ...(calling === null ? [] : [calling.element]),
      chat.thread,
      over,
      after.element,
      chat.compose,
    ],
    focus: () => (form.element.hidden ? chat.input : form.name).focus(),
    offerTranscripts: (isOffered: boolean) => void (mailsTranscripts = isOffered),
  };
}

function mayRate(at: Screen): boolean {
  if (at.kind === 'over') return at.mayRate;
  return at.kind === 'chat' && at.shown.state?.kind === 'idle' && at.shown.state.mayRate;
}

/** There was something, and nobody answers now. */
const isOver = (at: Screen): boolean =>
  at.kind === 'over' ||
  (at.kind === 'chat' &&
    at.shown.state?.kind === 'idle' &&
    at.shown.transcript.said.some(({ from }) => from !== 'customer'));

function overPanel(texts: Texts, { onAgain }: Actions): HTMLElement {
  const again = h('button', { type: 'button' }, texts.again);
  again.addEventListener('click', onAgain);
  return h('form', { hidden: '' }, h('p', { role: 'status' }, texts.ended), again);
}
