import type { Config, TopLevelSpec } from 'vega-lite';
import type { TopLevelUnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { Period } from '../figures/tally';
import { WAIT_EDGES_MS } from '../figures/tally';
import { writeMinute } from './minute';

/** One configuration's days, as charts need them. */
export interface Charted {
  readonly name: string;
  readonly intervals: readonly Period[];
  readonly days: number;
  readonly lengthMs: number;
  /** Midnight of the day that was lived. */
  readonly midnight: number;
}

interface Row {
  readonly [field: string]: string | number | null;
}

/** Of one queue's part of a chart. */
const WIDTH = 300;
const HEIGHT = 130;

/** Draws in the report's own colours and type; `scheme` is a palette that colour-blind people can tell apart. */
const CONFIG: Config = {
  font: 'system-ui, sans-serif',
  background: 'transparent',
  axis: { labelColor: '#444', titleColor: '#444', gridColor: '#e4e4e4', domainColor: '#999' },
  legend: { labelColor: '#444', titleColor: '#444' },
  range: { category: ['#0b62a4', '#d1620b', '#4b8b3b', '#8a4fa3', '#b3263b', '#5b6770', '#a18400'] },
};

type Drawing = Pick<TopLevelUnitSpec<string>, 'mark' | 'encoding'>;

const chart = (values: readonly Row[], drawing: Drawing): TopLevelSpec => ({
  data: { values: [...values] },
  width: WIDTH,
  height: HEIGHT,
  config: CONFIG,
  ...drawing,
});

/** Through the day: the share answered within target, by queue. */
export function serviceLevelChart(charted: readonly Charted[]): TopLevelSpec {
  const rows = perInterval(charted, ({ answeredWithin, offered, shortAbandoned }) =>
    offered === shortAbandoned ? null : answeredWithin / (offered - shortAbandoned),
  );
  return chart(rows, lines('Answered within target', { scale: { domain: [0, 1] }, axis: { format: '%' } }));
}

/** Through the day: who comes, by queue. */
export const arrivalsChart = (charted: readonly Charted[]): TopLevelSpec =>
  chart(
    perInterval(charted, ({ offered }, { days }) => offered / days),
    lines('Customers in half an hour', {}),
  );

/** Through the day: how many wait at a time. */
export const waitingChart = (charted: readonly Charted[]): TopLevelSpec =>
  chart(
    perInterval(charted, ({ waitingMs }, { days }) => waitingMs / days / 1_800_000),
    lines('Waiting at a time', {}),
  );

/** How many of the answered waited how long at most. */
export function waitsChart(charted: readonly Charted[]): TopLevelSpec {
  const rows = charted.flatMap((one) =>
    keysOf(one).flatMap((key) => {
      const counts = one.intervals.flatMap(({ queues }) => queues.get(key) ?? []);
      const total = counts.reduce((sum, { answered }) => sum + answered, 0);
      let upTo = 0;
      return WAIT_EDGES_MS.map((edgeMs, bin): Row => {
        upTo += counts.reduce((sum, { waits }) => sum + (waits[bin] ?? 0), 0);
        return {
          config: one.name,
          queue: titleOf(key),
          seconds: edgeMs / 1_000,
          share: total === 0 ? null : upTo / total,
        };
      });
    }),
  );
  return chart(rows, {
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: { field: 'seconds', type: 'quantitative', title: 'Seconds waited at most', scale: { type: 'log' } },
      y: { field: 'share', type: 'quantitative', title: 'Of the answered', axis: { format: '%' } },
      ...byQueueAndConfig,
    },
  });
}

/** A part for each queue, in it a colour for each configuration. */
const byQueueAndConfig: NonNullable<Drawing['encoding']> = {
  facet: { field: 'queue', type: 'nominal', title: null, columns: 3, header: { labelFontWeight: 'bold' } },
  color: { field: 'config', type: 'nominal', title: 'Configuration', legend: { orient: 'top' } },
};

const lines = (title: string, y: object): Drawing => ({
  mark: { type: 'line', point: { size: 18 } },
  encoding: {
    x: { field: 'time', type: 'ordinal', title: null, axis: { labelAngle: -60, labelOverlap: true } },
    y: { field: 'value', type: 'quantitative', title, ...y },
    ...byQueueAndConfig,
  },
});

type Counts = Period['queues'] extends Map<string, infer Value> ? Value : never;

function perInterval(
  charted: readonly Charted[],
  value: (counts: Counts, of: Charted) => number | null,
): readonly Row[] {
  return charted.flatMap((one) =>
    keysOf(one).flatMap((key) =>
      one.intervals.flatMap(({ fromAt, queues }): Row[] => {
        const counts = queues.get(key);
        if (counts === undefined) return [];
        const time = writeMinute(fromAt - one.midnight);
        return [{ config: one.name, queue: titleOf(key), time, value: value(counts, one) }];
      }),
    ),
  );
}

const keysOf = ({ intervals }: Charted): readonly string[] =>
  [...new Set(intervals.flatMap(({ queues }) => [...queues.keys()]))].sort();

const titleOf = (key: string): string => key.replace('|', ' ');
