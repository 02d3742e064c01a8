import { act, askAs, read, type Seat } from './api';
import { createDesk } from './desk';
import { actButton, h, showOnce } from './dom';
import { createSoftphone } from './softphone';
import { createTeamsChat } from './teams-chat';

const KEPT = 'switchboard.seat';

/** An agent's Teams and desk. Whoever takes the seat plays the agent; otherwise they are looked at. */
export function showAgent(root: HTMLElement): () => Promise<void> {
  let seats: readonly Seat[] = [];
  let agentId = sessionStorage.getItem(KEPT);
  const teams = createTeamsChat(() => agentId ?? '');
  const desk = createDesk(() => agentId ?? '');
  const phone = createSoftphone(() => agentId ?? '');
  const head = h('div', { class: 'seat' });
  const body = h('div', { class: 'agent-body' }, desk.element, phone.element, teams.element);
  root.replaceChildren(head, body);

  const seat = () => seats.find((one) => one.agentId === agentId);

  async function choose(id: string): Promise<void> {
    agentId = id;
    sessionStorage.setItem(KEPT, id);
    await refresh();
  }

  async function take(id: string): Promise<void> {
    await act(`agents/${id}/seat`);
    await askAs(id, 'PUT', 'agent/state', { kind: 'ready' });
    await choose(id);
  }

  async function leave(id: string): Promise<void> {
    await act(`agents/${id}/seat/leave`);
    await askAs(id, 'PUT', 'agent/state', { kind: 'signedOut' });
    await refresh();
  }

  function drawHead(): void {
    const now = seat();
    showOnce(head, JSON.stringify([seats, agentId]), () => [
      picker(),
      now === undefined
        ? null
        : now.isTaken
          ? actButton('Leave the seat', () => leave(now.agentId), { class: 'quiet' })
          : actButton('Take a seat', () => take(now.agentId), { class: 'primary' }),
    ]);
  }

  function picker(): HTMLElement {
    const select = h('select', { 'aria-label': 'Agent', onchange: () => void choose(select.value) });
    select.append(
      ...seats.map((one) =>
        h(
          'option',
          { value: one.agentId, selected: one.agentId === agentId },
          `${one.name} (${one.isTaken ? 'you' : one.isFree ? 'free seat' : 'simulated'})`,
        ),
      ),
    );
    return select;
  }

  async function refresh(): Promise<void> {
    ({ seats } = await read<{ seats: readonly Seat[] }>('seats'));
    agentId ??= (seats.find(({ isFree }) => isFree) ?? seats[0])?.agentId ?? null;
    drawHead();
    body.classList.toggle('watching', !(seat()?.isTaken ?? false));
    await Promise.all([teams.refresh(), phone.refresh(), desk.refresh(seat()?.isTaken ?? false)]);
  }

  return refresh;
}
