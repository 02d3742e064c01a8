import { h, tell } from './dom';
import type { Texts } from './texts';

/** What is asked before a chat, and where it may be said that somebody is to call instead. */
export interface StartForm {
  readonly element: HTMLElement;
  readonly name: HTMLInputElement;
  notice(text: string | null): void;
}

/** `onCall` is given where the site lets customers be called. */
export function startForm(
  texts: Texts,
  onStart: (name: string, question: string) => void,
  onCall: (() => void) | null,
): StartForm {
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
  if (onCall !== null) {
    const call = h('button', { type: 'button', class: 'plain' }, texts.callInstead);
    call.addEventListener('click', onCall);
    element.append(call);
  }
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    if (name.value.trim() !== '' && question.value.trim() !== '') onStart(name.value.trim(), question.value.trim());
  });
  return { element, name, notice: (text) => tell(notice, text) };
}
