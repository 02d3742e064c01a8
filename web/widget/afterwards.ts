import { h, tell } from './dom';
import type { Texts } from './texts';

/** What a customer may do once nobody answers any more. Each answers what went wrong, in words; null: it is done. */
export interface AfterActions {
  readonly onRate: (score: number, comment: string) => Promise<string | null>;
  readonly onAskForTranscript: (address: string) => Promise<string | null>;
  readonly onMailTranscript: (address: string, code: string) => Promise<string | null>;
}

export interface Afterwards {
  readonly element: HTMLElement;
  /** What is offered now. */
  offer(what: { readonly survey: boolean; readonly transcript: boolean }): void;
}

/** The survey and the transcript by mail. */
export function afterwards(texts: Texts, actions: AfterActions): Afterwards {
  const [rating, transcript] = [survey(texts, actions), transcriptForm(texts, actions)];
  const element = h('div', { class: 'after', hidden: '' }, rating.element, transcript);
  return {
    element,
    offer(what) {
      rating.offer(what.survey);
      transcript.hidden = !what.transcript;
      element.hidden = rating.element.hidden && transcript.hidden;
    },
  };
}

const SCORES = [1, 2, 3, 4, 5] as const;

function survey(texts: Texts, { onRate }: AfterActions) {
  const choices = SCORES.map((score) =>
    h('input', { type: 'radio', name: 'score', value: String(score), required: '' }),
  );
  const labels = choices.map((choice) => h('label', { class: 'score' }, choice, choice.value));
  const comment = h('textarea', { rows: '2', maxlength: '1000' });
  const notice = h('p', { class: 'notice', role: 'status', hidden: '' });
  const send = h('button', { type: 'submit' }, texts.send);
  const element = h(
    'form',
    { hidden: '' },
    h(
      'fieldset',
      {},
      h('legend', {}, texts.survey),
      h('div', { class: 'row' }, ...labels),
      h('small', {}, texts.scale),
    ),
    h('label', {}, texts.comment, comment),
    send,
    notice,
  );
  let isAnswered = false;
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = choices.find(({ checked }) => checked);
    if (chosen === undefined) return;
    void during(send, onRate(Number(chosen.value), comment.value.trim())).then((why) => {
      isAnswered = why === null;
      if (isAnswered) element.replaceChildren(notice);
      tell(notice, why ?? texts.thanks);
    });
  });
  return {
    element,
    // Thanks stay for as long as the page does.
    offer: (isOffered: boolean) => void (element.hidden = !isOffered && !isAnswered),
  };
}

function transcriptForm(texts: Texts, { onAskForTranscript, onMailTranscript }: AfterActions): HTMLElement {
  const address = h('input', { type: 'email', required: '', maxlength: '254', autocomplete: 'email' });
  const code = h('input', { inputmode: 'numeric', pattern: '[0-9]{6}', maxlength: '6', autocomplete: 'one-time-code' });
  const codeLabel = h('label', { hidden: '' }, texts.code, code);
  const notice = h('p', { class: 'notice', role: 'status', hidden: '' });
  const send = h('button', { type: 'submit' }, texts.mailMe);
  const element = h('form', { hidden: '' }, h('label', {}, texts.transcript, address), codeLabel, send, notice);
  const step = async (): Promise<void> => {
    const wasAsking = codeLabel.hasAttribute('hidden');
    const to = address.value.trim();
    const why = await during(send, wasAsking ? onAskForTranscript(to) : onMailTranscript(to, code.value.trim()));
    tell(notice, why ?? (wasAsking ? texts.codeSent : texts.transcriptSent));
    if (why !== null) return;
    codeLabel.hidden = !wasAsking;
    code.required = wasAsking;
    code.value = '';
    send.textContent = wasAsking ? texts.send : texts.mailMe;
    if (wasAsking) code.focus();
  };
  // A code is for the address that it went to.
  address.addEventListener('input', () => {
    codeLabel.hidden = true;
    code.required = false;
    send.textContent = texts.mailMe;
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    void step();
  });
  return element;
}

/** A button that was pressed waits for what becomes of it. */
async function during<Result>(button: HTMLButtonElement, doing: Promise<Result>): Promise<Result> {
  button.disabled = true;
  try {
    return await doing;
  } finally {
    button.disabled = false;
  }
}
