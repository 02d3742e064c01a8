import { act, read } from './api';
import type { Device } from './customer';
import { actButton, h, showList, stayAtEnd, toast } from './dom';
import { clockTime } from './format';
import { heardWords, type Heard, type HeardAt } from './hearing';
import { createSound } from './sound';

interface Call {
  readonly id: string;
  readonly state: 'ringing' | 'joined' | 'ended';
  readonly onHold: boolean;
  readonly hearing: Heard;
  readonly heard: readonly HeardAt[];
  readonly endedBecause: string | null;
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** A telephone: it rings, plays and speaks what the customer hears, and has keys. */
export function createPhone(): Device {
  const sound = createSound();
  let callId: string | null = null;
  let spoken = 0;
  const number = h('input', { type: 'tel', value: '+14255550143', id: 'phone-number', pattern: '\\+[0-9]{8,15}' });
  const status = h('p', { class: 'phone-status', role: 'status', 'aria-live': 'polite' }, 'Not in a call.');
  const heard = h('ol', { class: 'log', role: 'log', 'aria-label': 'What the customer hears', tabindex: 0 });
  const keypad = h(
    'div',
    { class: 'keypad', role: 'group', 'aria-label': 'Keypad' },
    ...KEYS.map((key) => h('button', { type: 'button', onclick: () => press(key) }, key)),
  );
  const callButton = actButton('Call Contoso', dial, { class: 'primary' });
  const hangUp = actButton('Hang up', end, { class: 'danger', hidden: true });
  const isOn = h('input', { type: 'checkbox', checked: true, onchange: () => sound.setOn(isOn.checked) });

  async function dial(): Promise<void> {
    spoken = 0;
    const call = await act<Call>('phones/calls', { from: number.value.trim() });
    callId = call.id;
    show(call);
  }

  async function end(): Promise<void> {
    if (callId !== null) show(await act<Call>(`phones/calls/${callId}/hang-up`));
  }

  function press(key: string): void {
    sound.key(key);
    if (callId === null) return;
    void act(`phones/calls/${callId}/press`, { keys: key }).catch((error: unknown) => toast(String(error)));
  }

  function show(call: Call): void {
    const isOver = call.state === 'ended';
    callButton.hidden = !isOver;
    hangUp.hidden = isOver;
    status.textContent = isOver ? `The call has ended${because(call)}.` : heardWords(call.hearing) || 'silence';
    stayAtEnd(heard, () =>
      showList(
        heard,
        call.heard.map((one, index) => ({ ...one, index })),
        {
          key: ({ index }) => `${call.id}/${index}`,
          mark: heardWords,
          build: (one) => h('li', { class: 'bubble' }, h('time', {}, clockTime(one.at)), h('p', {}, heardWords(one))),
        },
      ),
    );
    playWhatIsHeard(call, isOver);
    if (isOver) callId = null;
  }

  /** Prompts are spoken once each, in order; tones and music go on for as long as they are heard. */
  function playWhatIsHeard({ heard: all, hearing }: Call, isOver: boolean): void {
    for (const one of all.slice(spoken)) if (one.kind === 'text') sound.speak(one.text, one.language ?? 'en-US');
    spoken = all.length;
    if (isOver) sound.play('nothing');
    else sound.play(hearing.kind === 'music' ? 'music' : hearing.kind === 'ringback' ? 'ringback' : 'nothing');
  }

  async function refresh(): Promise<void> {
    if (callId !== null) show(await read<Call>(`phones/calls/${callId}`));
  }

  const element = h(
    'div',
    {},
    h('div', { class: 'inline' }, h('label', { for: 'phone-number' }, 'From'), number),
    h('div', { class: 'row' }, callButton, hangUp, h('label', { class: 'check' }, isOn, 'Sound')),
    status,
    keypad,
    heard,
  );
  return { id: 'phone', label: 'Phone', icon: 'voice', element, refresh };
}

const because = ({ endedBecause }: Call): string => (endedBecause === null ? '' : ` (${endedBecause})`);
