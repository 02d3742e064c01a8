import { act, askAs, read, type Seat } from './api';
import { createDesk } from './desk';
import { actButton, h, showOnce } from './dom';
import { createSoftphone } from './softphone';
import { createTeamsChat } from './teams-chat';

const KEPT = 'switchboard.seat';

/** An agent's Teams and desk. Whoever takes the seat plays the agent; otherwise they are looked at. */
export function showAgent(root: HTMLElement): () => Promise<void> {
  let agentId = sessionStorage.getItem(KEPT);
  const agent = () => agentId ?? '';
  const [teams, desk, phone] = [createTeamsChat(agent), createDesk(agent), createSoftphone(agent)];
  const head = h('div', { class: 'seat' });
  const body = h('div', { class: 'agent-body' }, desk.element, phone.element, teams.element);
  root.replaceChildren(head, body);

  async function choose(id: string): Promise<void> {
    agentId = id;
    sessionStorage.setItem(KEPT, id);
    await refresh();
  }

  async function refresh(): Promise<void> {
    const { seats } = await read<{ seats: readonly Seat[] }>('seats');
    agentId ??= (seats.find(({ isFree }) => isFree) ?? seats[0])?.agentId ?? null;
    const seat = seats.find((one) => one.agentId === agentId);
    const isTaken = seat?.isTaken ?? false;
    showOnce(head, JSON.stringify([seats, agentId]), () =>
      seat === undefined ? [] : [picker(seats, seat, choose), seatButton(seat, choose)],
    );
    body.classList.toggle('watching', !isTaken);
    await Promise.all([teams.refresh(), phone.refresh(), desk.refresh(isTaken)]);
  }

  return refresh;
}

function picker(seats: readonly Seat[], chosen: Seat, choose: (agentId: string) => Promise<void>): HTMLElement {
  const select = h('select', { 'aria-label': 'Agent', onchange: () => void choose(select.value) });
  select.append(
    ...seats.map((seat) =>
      h('option', { value: seat.agentId, selected: seat === chosen }, `${seat.name} (${playedBy(seat)})`),
    ),
  );
  return select;
}

const playedBy = ({ isTaken, isFree }: Seat): string => (isTaken ? 'you' : isFree ? 'free seat' : 'simulated');

function seatButton({ agentId, isTaken }: Seat, choose: (agentId: string) => Promise<void>): HTMLElement {
  const sit = (path: string, kind: 'ready' | 'signedOut') => async () => {
    await act(`agents/${agentId}/${path}`);
    await askAs(agentId, 'PUT', 'agent/state', { kind });
    await choose(agentId);
  };
  return isTaken
    ? actButton('Leave the seat', sit('seat/leave', 'signedOut'), { class: 'quiet' })
    : actButton('Take a seat', sit('seat', 'ready'), { class: 'primary' });
}
