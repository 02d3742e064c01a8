import { act, read } from './api';
import { actButton, byId, h, showOnce } from './dom';
import { checkPromises } from './promises';
import { createScenarioChoice, type Played } from './scenario';

interface People extends Played {
  readonly mode: 'quiet' | 'history' | 'live';
  readonly history: { readonly done: number; readonly of: number };
}

interface GridEvents {
  readonly events: readonly { readonly event: { readonly id: string; readonly type: string } }[];
}

/** What may go wrong, at the press of a button; afterwards every promise is checked again. */
export function showTroubles(): () => Promise<void> {
  const trouble = (label: string, hint: string, make: () => Promise<unknown>) =>
    actButton(label, () => make().then(() => checkPromises()), { title: hint });
  const needsPeople = [
    trouble('Agent’s voicemail answers', 'A customer calls, and voicemail takes the call instead of the agent', () =>
      act('people/voicemail'),
    ),
    trouble('Ten at once', 'Ten customers at once, over all channels', () => act('people/rush')),
  ];
  const choice = createScenarioChoice();
  const note = h('span', { class: 'muted', role: 'status' });
  const kill = trouble('Kill the host', 'kill -9 of the functions host, which starts again', killHost);
  byId('troubles').replaceChildren(
    trouble('Repeat this event', 'Delivers the newest event of a customer again, as Event Grid does at times', repeat),
    kill,
    ...needsPeople,
    actButton('Check the promises', () => checkPromises(), { class: 'quiet' }),
    choice.element,
    note,
  );
  return async () => {
    const [people, { isRunning }] = await Promise.all([read<People>('people'), read<{ isRunning: boolean }>('host')]);
    const { mode, history } = people;
    choice.show(mode === 'live' ? people : { ...people, scenario: null });
    for (const button of needsPeople) button.hidden = mode !== 'live';
    // The steps of the past wait for the host.
    kill.hidden = mode === 'history';
    const words = isRunning ? wordsOf(mode, history) : 'The host was killed and starts again …';
    showOnce(note, words, () => [words]);
  };
}

function wordsOf(mode: People['mode'], { done, of }: People['history']): string {
  switch (mode) {
    case 'history':
      return `A day of history is being made by the real pipeline, faster than real time: customer ${Math.min(done + 1, of)} of ${of} …`;
    case 'live':
      return '';
    case 'quiet':
      return 'Nobody is simulated: you play the customers and the agents.';
    default:
      return mode satisfies never;
  }
}

const FROM_CUSTOMERS = /SMSReceived$|ChatMessageReceivedInThread$|IncomingCall$/;

async function repeat(): Promise<void> {
  const { events } = await read<GridEvents>('events?limit=200');
  const newest = events.find(({ event }) => FROM_CUSTOMERS.test(event.type)) ?? events[0];
  if (newest === undefined) throw new Error('There was no event yet.');
  await act(`events/${encodeURIComponent(newest.event.id)}/repeat`);
}

async function killHost(): Promise<void> {
  await act('host/kill');
  await act('host/start');
}
