import { act, read } from './api';
import { actButton, h, showList } from './dom';
import { heardWords, type Heard } from './hearing';

interface AgentCall {
  readonly id: string;
  readonly state: 'ringing' | 'inCall' | 'voicemail' | 'ended';
  readonly from: string;
  readonly topic: string | null;
  readonly onHold: boolean;
  readonly hearing: Heard;
}

interface Part {
  readonly element: HTMLElement;
  refresh(): Promise<void>;
}

const STATES: Readonly<Record<AgentCall['state'], string>> = {
  ringing: 'rings',
  inCall: 'in the call',
  voicemail: 'voicemail has it',
  ended: 'ended',
};

/** The agent's Teams client as a telephone. It is there while something rings. */
export function createSoftphone(agent: () => string): Part {
  const list = h('ul', { class: 'desk-list', 'aria-label': 'Calls in Teams' });
  const on = (id: string, verb: string) => act(`agents/${agent()}/calls/${id}/${verb}`).then(refresh);

  async function refresh(): Promise<void> {
    if (agent() === '') return;
    const { calls } = await read<{ calls: readonly AgentCall[] }>(`agents/${agent()}/calls`);
    showList(
      list,
      calls.filter(({ state }) => state !== 'ended'),
      { key: ({ id }) => id, mark: (call) => JSON.stringify(call), build: (call) => row(call, on) },
    );
  }

  return { element: list, refresh };
}

function row(call: AgentCall, on: (id: string, verb: string) => Promise<void>): HTMLElement {
  const { id, state, from, topic, hearing } = call;
  const buttons =
    state === 'ringing'
      ? [
          actButton('Answer', () => on(id, 'answer'), { class: 'primary small' }),
          actButton('Decline', () => on(id, 'decline'), { class: 'small' }),
          actButton('Let voicemail answer', () => on(id, 'voicemail'), { class: 'small' }),
        ]
      : [actButton('Leave the call', () => on(id, 'hang-up'), { class: 'small' })];
  return h(
    'li',
    { class: state === 'ringing' ? 'offer' : '' },
    h('strong', {}, `Teams call: ${from}`),
    h('span', { class: 'muted' }, [STATES[state], topic, heardWords(hearing)].filter((part) => part).join(' · ')),
    h('span', { class: 'row' }, ...buttons),
  );
}
