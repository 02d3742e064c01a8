import { act, read } from './api';
import type { Device } from './device';
import { actButton, complain, h, showList, stayAtEnd } from './dom';
import { clockTime } from './format';
import { heardWords, type Heard, type HeardAt } from './hearing';
import { createSound, type Sound } from './sound';
import { follow } from './state';

interface Call {
  readonly id: string;
  readonly state: 'ringing' | 'joined' | 'ended';
  readonly onHold: boolean;
  readonly hearing: Heard;
  readonly heard: readonly HeardAt[];
  readonly endedBecause: string | null;
}

interface Parts {
  readonly element: HTMLElement;
  readonly number: HTMLInputElement;
  readonly to: HTMLSelectElement;
  readonly callButton: HTMLElement;
  readonly hangUp: HTMLElement;
  readonly status: HTMLElement;
  readonly heard: HTMLElement;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** A telephone: it rings, plays and speaks what the customer hears, and has keys. */
export function createPhone(): Device {
  const sound = createSound();
  const ear = createEar(sound);
  let callId: string | null = null;
  const parts = makeParts({ dial, end, press, setOn: (on) => sound.setOn(on) });

  async function dial(): Promise<void> {
    const from = parts.number.value.trim();
    follow(from);
    ear.forget();
    const to = parts.to.value;
    const call = await act<Call>('phones/calls', { from, ...(to === '' ? {} : { to }) });
    callId = call.id;
    draw(call);
  }

  async function end(): Promise<void> {
    if (callId !== null) draw(await act<Call>(`phones/calls/${callId}/hang-up`));
  }

  function press(key: string): void {
    sound.key(key);
    if (callId === null) return;
    void act(`phones/calls/${callId}/press`, { keys: key }).catch(complain);
  }

  function draw(call: Call): void {
    show(parts, call);
    ear.hear(call);
    if (call.state === 'ended') callId = null;
  }

  async function refresh(): Promise<void> {
    if (parts.to.options.length === 0) await offerNumbers(parts.to);
    if (callId !== null) draw(await read<Call>(`phones/calls/${callId}`));
  }

  return { id: 'phone', label: 'Phone', icon: 'voice', element: parts.element, refresh };
}

/** Every flow that has a number can be called; the first is the organisation's main one. */
async function offerNumbers(to: HTMLSelectElement): Promise<void> {
  const { numbers } = await read<{ numbers: readonly { address: string; flow: string }[] }>('phones/numbers');
  to.replaceChildren(...numbers.map(({ address, flow }) => h('option', { value: address }, `${address} (${flow})`)));
}

/** Prompts are spoken once each, in order; tones and music go on for as long as they are heard. */
function createEar(sound: Sound): { hear(call: Call): void; forget(): void } {
  let spoken = 0;
  return {
    hear({ heard, hearing, state }) {
      for (const one of heard.slice(spoken)) if (one.kind === 'text') sound.speak(one.text, one.language ?? 'en-US');
      spoken = heard.length;
      if (state === 'ended') sound.play('nothing');
      else sound.play(hearing.kind === 'music' || hearing.kind === 'ringback' ? hearing.kind : 'nothing');
    },
    forget: () => void (spoken = 0),
  };
}

function show({ callButton, hangUp, status, heard }: Parts, call: Call): void {
  const isOver = call.state === 'ended';
  const because = call.endedBecause === null ? '' : ` (${call.endedBecause})`;
  callButton.hidden = !isOver;
  hangUp.hidden = isOver;
  status.textContent = isOver ? `The call has ended${because}.` : heardWords(call.hearing) || 'silence';
  const lines = call.heard.map((one, index) => ({ ...one, index })).filter(({ kind }) => kind !== 'silence');
  stayAtEnd(heard, () =>
    showList(heard, lines, {
      key: ({ index }) => `${call.id}/${index}`,
      mark: heardWords,
      build: (one) => h('li', { class: 'bubble' }, h('time', {}, clockTime(one.at)), h('p', {}, heardWords(one))),
    }),
  );
}

interface Acts {
  readonly dial: () => Promise<void>;
  readonly end: () => Promise<void>;
  readonly press: (key: string) => void;
  readonly setOn: (on: boolean) => void;
}

function makeParts({ dial, end, press, setOn }: Acts): Parts {
  const number = h('input', { type: 'tel', value: '+14255550143', id: 'phone-number', pattern: '\\+[0-9]{8,15}' });
  const to = h('select', { id: 'phone-to' });
  const status = h('p', { class: 'phone-status', role: 'status', 'aria-live': 'polite' }, 'Not in a call.');
  const heard = h('ol', { class: 'log', role: 'log', 'aria-label': 'What the customer hears', tabindex: 0 });
  const keys = KEYS.map((key) => h('button', { type: 'button', onclick: () => press(key) }, key));
  const callButton = actButton('Call Contoso', dial, { class: 'primary' });
  const hangUp = actButton('Hang up', end, { class: 'danger', hidden: true });
  const isOn = h('input', { type: 'checkbox', checked: true, onchange: () => setOn(isOn.checked) });
  const element = h(
    'div',
    {},
    h('div', { class: 'inline' }, h('label', { for: 'phone-number' }, 'From'), number),
    h('div', { class: 'inline' }, h('label', { for: 'phone-to' }, 'To'), to),
    h('div', { class: 'row' }, callButton, hangUp, h('label', { class: 'check' }, isOn, 'Sound')),
    status,
    h('div', { class: 'keypad', role: 'group', 'aria-label': 'Keypad' }, ...keys),
    heard,
  );
  return { element, number, to, callButton, hangUp, status, heard };
}
