import type { TopLevelSpec } from 'vega-lite';
import type { Measured } from './decisions';

const panel = (field: keyof Measured, title: string, bar: number, colour: string) => ({
  width: 340,
  height: 220,
  layer: [
    { mark: { type: 'rule' as const, strokeDash: [4, 4] }, encoding: { y: { datum: bar } } },
    {
      mark: { type: 'line' as const, point: true, color: colour },
      encoding: {
        x: { field: 'agents', type: 'quantitative' as const, scale: { type: 'log' as const }, title: 'agents' },
        y: { field, type: 'quantitative' as const, scale: { zero: true }, title },
      },
    },
  ],
});

/** How decisions grow with the number of agents; the broken line is what is promised. */
export const curveOf = (measured: readonly Measured[]): TopLevelSpec => ({
  data: { values: measured.map((one) => ({ ...one })) },
  title: '500 queues, 50,000 waiting, one core',
  hconcat: [
    panel('offersPerSecond', 'offers a second', 20_000, '#0b62a4'),
    panel('p99Ms', 'p99 of a decision, ms', 1, '#d1620b'),
  ],
});
