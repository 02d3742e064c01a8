import { read, type Summary } from './api';
import { byId, h, showList } from './dom';
import { channelName, clockTime, phaseName } from './format';
import { icon } from './icons';
import { chooseFollowed, chooseInteraction, chosen, onChoice } from './state';

let shown: readonly Summary[] = [];
const list = h('ul', { class: 'interactions', 'aria-label': 'Newest interactions' });

/** The newest interactions; one of them can be chosen. */
export function showInteractions(): () => Promise<void> {
  byId('list').replaceChildren(list);
  onChoice(draw);
  return async () => {
    const answer = await read<{ total: number; interactions: readonly Summary[] }>('interactions?limit=40');
    shown = answer.interactions;
    byId('interactions-title').textContent = `Interactions (${answer.total})`;
    if (chosen.interactionId === null && shown[0]) chooseInteraction(shown[0].interactionId);
    else draw();
    chooseFollowed(shown);
  };
}

const isOpen = ({ phase }: Summary) => phase !== 'closed';

/** Those that are open come first; then the newest. */
function draw(): void {
  const sorted = [...shown].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.openedAt - a.openedAt);
  showList(list, sorted, {
    key: ({ interactionId }) => interactionId,
    mark: (summary) => JSON.stringify([summary, summary.interactionId === chosen.interactionId]),
    build: row,
  });
}

function row(summary: Summary): HTMLElement {
  const { interactionId, channel, customerName, customerAddress, phase, queueId, agentId, reason, openedAt } = summary;
  const where = [agentId ?? queueId, phase === 'closed' ? reason : null].filter((part) => part !== null).join(' · ');
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'interaction',
        'aria-pressed': String(interactionId === chosen.interactionId),
        onclick: () => chooseInteraction(interactionId),
      },
      icon(channel, channelName(channel)),
      h('span', { class: 'name' }, customerName ?? shortAddress(customerAddress)),
      h('span', { class: `phase ${phase}` }, phaseName(phase)),
      h('span', { class: 'where' }, where),
      h('time', {}, clockTime(openedAt)),
    ),
  );
}

const shortAddress = (address: string): string => (address.startsWith('8:') ? 'Chat customer' : address);
