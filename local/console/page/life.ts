import { act, read, type Life, type Step } from './api';
import { openDetails } from './details';
import { actButton, byId, h, showList, showOnce, stayAtEnd } from './dom';
import { clockTime, phaseName } from './format';
import { checkPromises } from './promises';
import { chosen, onChoice } from './state';
import { openWhy } from './why';

const LANES: Readonly<Record<Step['lane'], string>> = {
  event: 'Event Grid',
  orchestration: 'Orchestration',
  timeline: 'Interaction',
  journal: 'Routing journal',
  card: 'Teams',
  message: 'Message',
};

const head = h('div', { class: 'life-head' });
const steps = h('ol', { class: 'steps', 'aria-label': 'Life of the interaction, the newest last', tabindex: 0 });
const hiddenLanes = new Set<Step['lane']>();
let last: Life | null = null;

/** How the chosen interaction came about, as it happens. */
export function showLife(): () => Promise<void> {
  byId('life').replaceChildren(head, filters(), steps);
  const refresh = async () => {
    const id = chosen.interactionId;
    if (id === null) return;
    const life = await read<Life>(`interactions/${id}/life`);
    if (id !== chosen.interactionId) return;
    draw(life);
  };
  onChoice(() => void refresh().catch(() => undefined));
  return refresh;
}

function filters(): HTMLElement {
  const boxes = Object.entries(LANES).map(([lane, label]) => {
    const box = h('input', {
      type: 'checkbox',
      checked: true,
      onchange: () => {
        if (box.checked) hiddenLanes.delete(lane as Step['lane']);
        else hiddenLanes.add(lane as Step['lane']);
        if (last) draw(last);
      },
    });
    return h('label', { class: `lane ${lane}` }, box, label);
  });
  return h('div', { class: 'lanes', role: 'group', 'aria-label': 'Show' }, ...boxes);
}

function draw(life: Life): void {
  last = life;
  const { interaction, orchestration, snapshot } = life;
  const status =
    orchestration === null ? 'no orchestration' : `orchestration ${orchestration.runtimeStatus.toLowerCase()}`;
  const mark = JSON.stringify([interaction, status]);
  showOnce(head, mark, () => [
    h('h3', {}, interaction.customerName ?? interaction.customerAddress),
    h('span', { class: `phase ${interaction.phase}` }, phaseName(interaction.phase)),
    h('a', { class: 'muted', href: `/inspector?instance=${encodeURIComponent(life.instanceId)}` }, status),
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        onclick: () => openDetails('Snapshot in Cosmos', () => last?.snapshot ?? snapshot),
      },
      'Snapshot',
    ),
  ]);
  const shown = life.steps.filter(({ lane }) => !hiddenLanes.has(lane));
  stayAtEnd(steps, () =>
    showList(steps, shown, {
      key: ({ id }) => `${interaction.interactionId}/${id}`,
      mark: ({ title, detail }) => `${title}/${detail}`,
      build: stepRow,
    }),
  );
}

function stepRow(step: Step): HTMLElement {
  const { at, lane, title, detail, source, eventId, offerId } = step;
  return h(
    'li',
    { class: `step ${lane}` },
    h('time', {}, clockTime(at)),
    h(
      'div',
      {},
      h('button', { type: 'button', class: 'link', onclick: () => openDetails(title, () => source) }, title),
      detail === '' ? null : h('p', {}, detail),
      offerId === undefined ? null : actButton('Why this agent?', () => openWhy(offerId), { class: 'small' }),
      eventId === undefined ? null : actButton('Repeat this event', () => repeat(eventId), { class: 'small' }),
    ),
  );
}

async function repeat(eventId: string): Promise<void> {
  await act(`events/${encodeURIComponent(eventId)}/repeat`);
  await checkPromises();
}
