import { every, read } from './api';
import { openDetails } from './details';
import { byId, h, showList, showOnce } from './dom';
import { clockTime } from './format';
import type { EntityRow, Inspected, InstanceRow, Queues } from './inspected';
import { drawTimeline } from './timeline';

type Tab = 'instances' | 'entities' | 'queues';
const TABS: Readonly<Record<Tab, string>> = { instances: 'Instances', entities: 'Entities', queues: 'Queues' };

let tab: Tab = 'instances';
let chosen: string | null = new URLSearchParams(location.search).get('instance');
const search = byId('search') as HTMLInputElement;

interface Found {
  readonly key: string;
  readonly title: string;
  readonly status: string;
  readonly detail: string;
  readonly choose: () => void;
}

const choose = (id: string) => () => {
  chosen = id;
  void refreshOne().catch(() => undefined);
};

const instanceRow = ({ id, name, status, createdAt, meter }: InstanceRow): Found => ({
  key: id,
  title: id,
  status,
  detail: `${name}, ${clockTime(createdAt)}, ${meter.historyEvents} events, ${meter.storageTransactions} transactions`,
  choose: choose(id),
});

const entityRow = (entity: EntityRow): Found => ({
  key: entity.id,
  title: entity.id,
  status: entity.lockedBy === null ? '' : `locked by ${entity.lockedBy}`,
  detail: `${entity.queued} waiting, changed ${clockTime(entity.updatedAt)}`,
  choose: () => openDetails(entity.id, () => entity),
});

const waitingRow = ({ kind, to, what, dueAt }: Queues['waiting'][number], index: number): Found => ({
  key: `${index}`,
  title: to,
  status: kind,
  detail: dueAt === null ? what : `${what}, due ${clockTime(dueAt)}`,
  choose: choose(to),
});

async function readFound(): Promise<{ total: number; found: readonly Found[] }> {
  const query = `search=${encodeURIComponent(search.value)}`;
  switch (tab) {
    case 'instances': {
      const { total, instances } = await read<{ total: number; instances: InstanceRow[] }>(
        `durable/instances?${query}`,
      );
      return { total, found: instances.map(instanceRow) };
    }
    case 'entities': {
      const { total, entities } = await read<{ total: number; entities: EntityRow[] }>(`durable/entities?${query}`);
      return { total, found: entities.map(entityRow) };
    }
    case 'queues': {
      const { total, waiting } = await read<Queues>('durable/queues');
      return { total, found: waiting.map(waitingRow) };
    }
    default:
      return tab satisfies never;
  }
}

async function refreshList(): Promise<void> {
  const shown = tab;
  const { total, found } = await readFound();
  if (shown !== tab) return;
  byId('count').textContent = total > found.length ? `${total}, the newest ${found.length} shown` : `${total}`;
  showList(byId('rows'), found, {
    key: ({ key }) => `${tab}/${key}`,
    mark: ({ title, status, detail }) => `${title}/${status}/${detail}`,
    build: ({ title, status, detail, choose: onclick }) =>
      h(
        'li',
        {},
        h(
          'button',
          { type: 'button', class: 'quiet', onclick },
          h('span', {}, title),
          h('span', { class: `status ${status}` }, status),
          h('span', { class: 'muted' }, detail),
        ),
      ),
  });
}

async function refreshStatuses(): Promise<void> {
  const { statuses, total } = await read<Queues>('durable/queues');
  showOnce(byId('statuses'), JSON.stringify([statuses, total]), () => [
    ...Object.entries(statuses).map(([status, count]) =>
      h('span', { class: `status ${status}` }, `${count} ${status}`),
    ),
    h('span', { class: 'muted' }, `${total} in queues`),
  ]);
}

async function refreshOne(): Promise<void> {
  if (chosen === null) return;
  const one = await read<Inspected>(`durable/instances/${encodeURIComponent(chosen)}`);
  showOnce(byId('one'), JSON.stringify(one), () => [facts(one), drawTimeline(one), history(one)]);
}

function facts(one: Inspected): HTMLElement {
  const { id, name, version, status, createdAt, updatedAt, customStatus, parentId, meter } = one;
  const rows: readonly (readonly [string, string])[] = [
    ['Id', id],
    ['Function', version === '' ? name : `${name}, version ${version}`],
    ['Status', status],
    ['Custom status', JSON.stringify(customStatus)],
    ['Created', new Date(createdAt).toISOString()],
    ['Changed', new Date(updatedAt).toISOString()],
    ['Parent', parentId ?? 'none'],
    ['Input', JSON.stringify(one.input)],
    ['Output', JSON.stringify(one.output)],
    ['Cost', `${meter.storageTransactions} transactions, ${meter.historyEvents} events, ${meter.episodes} episodes`],
  ];
  return h('dl', { class: 'facts' }, ...rows.flatMap(([term, value]) => [h('dt', {}, term), h('dd', {}, value)]));
}

function history({ history: events }: Inspected): HTMLElement {
  const head = h('tr', {}, ...['Time', 'Event', 'Name'].map((title) => h('th', { scope: 'col' }, title)));
  const rows = events.map((event) => {
    const onclick = () => openDetails(event.EventType, () => event);
    return h(
      'tr',
      {},
      h('td', {}, clockTime(Date.parse(event.Timestamp))),
      h('td', {}, h('button', { type: 'button', class: 'link', onclick }, event.EventType)),
      h('td', {}, event.Name ?? ''),
    );
  });
  return h('table', { class: 'history' }, h('thead', {}, head), h('tbody', {}, ...rows));
}

function showTabs(): void {
  const buttons = Object.entries(TABS).map(([id, label]) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        'aria-selected': String(id === tab),
        onclick: () => {
          tab = id as Tab;
          showTabs();
          void refreshList().catch(() => undefined);
        },
      },
      label,
    ),
  );
  byId('tabs').replaceChildren(...buttons);
}

showTabs();
search.addEventListener('input', () => void refreshList().catch(() => undefined));
every(1_000, refreshList);
every(1_000, refreshOne);
every(2_000, refreshStatuses);
