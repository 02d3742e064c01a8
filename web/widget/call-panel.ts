import { h, tell } from './dom';
import type { Texts } from './texts';

/** How a call ended or stands, in words; a call that is up can be ended. */
export interface CallLine {
  readonly words: string;
  readonly isLive: boolean;
}

/** What a customer does who wants to talk. */
export interface CallActions {
  /** Answers what became of it, in words. */
  readonly onCallMe: (name: string, number: string) => Promise<string>;
  /** Null where the site does not let customers call from the page. */
  readonly onWebCall: ((name: string, show: (line: CallLine) => void) => Promise<void>) | null;
  readonly onHangUp: () => void;
  readonly onBack: () => void;
}

export interface CallPanel {
  readonly element: HTMLElement;
  readonly name: HTMLInputElement;
}

/** Somebody is to call a number, or the page itself calls. */
export function callPanel(texts: Texts, { onCallMe, onWebCall, onHangUp, onBack }: CallActions): CallPanel {
  const name = h('input', { required: '', maxlength: '120', autocomplete: 'name' });
  const number = h('input', { type: 'tel', required: '', maxlength: '40', autocomplete: 'tel', placeholder: '+1 …' });
  const notice = h('p', { class: 'notice', role: 'status', hidden: '' });
  const call = h('button', { type: 'submit' }, texts.callMe);
  const web = h('button', { type: 'button' }, texts.webCall);
  const hangUp = h('button', { type: 'button', class: 'danger', hidden: '' }, texts.hangUp);
  const back = h('button', { type: 'button', class: 'plain' }, texts.chatInstead);
  const element = h(
    'form',
    { hidden: '' },
    notice,
    h('label', {}, texts.yourName, name),
    h('label', {}, texts.yourNumber, number),
    call,
    ...(onWebCall === null ? [] : [web, hangUp]),
    back,
  );
  const show = ({ words, isLive }: CallLine) => {
    tell(notice, words);
    hangUp.hidden = !isLive;
    web.hidden = isLive;
    call.disabled = isLive;
  };
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    call.disabled = true;
    void onCallMe(name.value.trim(), number.value.trim()).then((words) => show({ words, isLive: false }));
  });
  web.addEventListener('click', () => {
    if (name.value.trim() === '') name.reportValidity();
    else void onWebCall?.(name.value.trim(), show);
  });
  hangUp.addEventListener('click', onHangUp);
  back.addEventListener('click', onBack);
  return { element, name };
}
