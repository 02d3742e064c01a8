import { askAs, read } from './api';
import { byId, h, showOnce } from './dom';
import { seconds } from './format';
import { chosen } from './state';

interface Live {
  readonly open: Readonly<Record<string, number>>;
  readonly parked: number;
  readonly queues: readonly { readonly queueId: string; readonly waiting: number; readonly longestWaitMs: number }[];
  readonly agents: readonly { readonly agentId: string; readonly holding: Readonly<Record<string, number>> }[];
}

interface Interval {
  readonly arrived: Readonly<Record<string, number>>;
  readonly queues: Readonly<
    Record<
      string,
      {
        readonly offered: number;
        readonly outcomes: Readonly<Record<string, number>>;
        readonly answeredWithinTarget: number;
      }
    >
  >;
}

const TENANT = 'tenantId=contoso';
const DAY_MS = 24 * 3_600_000;

/** The supervisor's figures: the product's own API. */
export function showFigures(): () => Promise<void> {
  return async () => {
    const { now } = await read<{ now: number }>('clock');
    chosen.clock = { now, readAt: performance.now() };
    const span = `from=${new Date(now - DAY_MS).toISOString()}&to=${new Date(now).toISOString()}`;
    const [live, intervals] = await Promise.all([
      askAs<Live>('supervisor', 'GET', `metrics/live?${TENANT}`),
      askAs<readonly Interval[]>('supervisor', 'GET', `metrics/intervals?${TENANT}&${span}`),
    ]);
    draw(figuresOf(live, intervals));
  };
}

interface Figure {
  readonly label: string;
  readonly value: string;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

function figuresOf(live: Live, intervals: readonly Interval[]): readonly Figure[] {
  const queues = intervals.flatMap((interval) => Object.values(interval.queues));
  const offered = sum(queues.map((queue) => queue.offered - (queue.outcomes['shortAbandoned'] ?? 0)));
  const within = sum(queues.map(({ answeredWithinTarget }) => answeredWithinTarget));
  const longest = Math.max(0, ...live.queues.map(({ longestWaitMs }) => longestWaitMs));
  const holding = (state: string) => sum(live.agents.map((agent) => agent.holding[state] ?? 0));
  return [
    { label: 'open', value: String(sum(Object.values(live.open))) },
    { label: 'waiting', value: String(sum(live.queues.map(({ waiting }) => waiting))) },
    { label: 'longest wait', value: seconds(longest) },
    { label: 'talking', value: String(holding('talking')) },
    { label: 'wrapping up', value: String(holding('wrappingUp')) },
    { label: 'arrived in 24 h', value: String(sum(intervals.flatMap(({ arrived }) => Object.values(arrived)))) },
    { label: 'service level', value: offered > 0 ? `${Math.round((100 * within) / offered)} %` : '–' },
  ];
}

function draw(figures: readonly Figure[]): void {
  showOnce(byId('figures'), JSON.stringify(figures), () =>
    figures.map(({ label, value }) => h('div', { class: 'figure' }, h('b', {}, value), h('span', {}, label))),
  );
}
