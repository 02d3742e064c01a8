import { Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { FloorView } from '../data/floor';
import { useTexts } from '../context';
import { QUARTER_MS, TREND_INTERVALS, type Intervals } from '../data/floor';
import { timeText } from '../lib/time-text';
import { Card } from './card';
import { trendOf, type TrendPoint } from './figures';
import { percentText } from './percent';

const WIDTH = 520;
const HEIGHT = 190;
const LEFT = 30;
const RIGHT = 40;
const TOP = 12;
const BOTTOM = 24;
const ACROSS = WIDTH - LEFT - RIGHT;
const UP = HEIGHT - TOP - BOTTOM;

const useStyles = makeStyles({
  svg: { width: '100%', height: 'auto', display: 'block', overflow: 'visible' },
  bar: { fill: tokens.colorBrandBackground, opacity: 0.85 },
  grid: { stroke: tokens.colorNeutralStroke2, strokeWidth: 1 },
  line: { stroke: tokens.colorPaletteMarigoldBorderActive, strokeWidth: 2.5, fill: 'none' },
  dot: { fill: tokens.colorPaletteMarigoldBorderActive },
  label: { fill: tokens.colorNeutralForeground2, fontSize: '11px', fontFamily: tokens.fontFamilyBase },
  legend: { display: 'flex', gap: tokens.spacingHorizontalL, marginTop: tokens.spacingVerticalS },
  key: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  barKey: { width: '12px', height: '12px', backgroundColor: tokens.colorBrandBackground },
  lineKey: { width: '16px', height: '0', borderTop: `3px solid ${tokens.colorPaletteMarigoldBorderActive}` },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
});

interface Shown {
  readonly floor: FloorView;
  readonly intervals: Intervals;
}

/** What was offered and how soon it was answered, by quarter of an hour. */
export function Trend({ floor, intervals }: Shown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const [queueId, setQueueId] = useState('');
  const points = trendOf(intervals, queueId === '' ? null : queueId, floor.at, {
    count: TREND_INTERVALS,
    lengthMs: QUARTER_MS,
  });
  const isEmpty = points.every(({ sum }) => sum.offered === 0);
  const choose = (
    <Select size="small" aria-label={words.queue} value={queueId} onChange={(_event, { value }) => setQueueId(value)}>
      <option value="">{words.everyQueue}</option>
      {floor.queues.map((queue) => (
        <option key={queue.queueId} value={queue.queueId}>
          {queue.name}
        </option>
      ))}
    </Select>
  );
  return (
    <Card title={words.trend} aside={choose}>
      {isEmpty ? <Text>{words.noTrend}</Text> : <Chart points={points} />}
      {!isEmpty && (
        <div className={styles.legend} aria-hidden>
          <span className={styles.key}>
            <span className={styles.barKey} />
            <Text size={200}>{words.offered}</Text>
          </span>
          <span className={styles.key}>
            <span className={styles.lineKey} />
            <Text size={200}>{words.serviceLevel}</Text>
          </span>
        </div>
      )}
    </Card>
  );
}

const xOf = (index: number, count: number) => LEFT + ((index + 0.5) * ACROSS) / count;
const levelY = (level: number) => TOP + UP * (1 - level);

/** A round number of parts, so that the scale reads well. */
const scaleOf = (most: number): number => Math.max(4, Math.ceil(most / 4) * 4);

/** Lines across, with what is offered at the left and the service level at the right. */
function Grid({ scale }: { readonly scale: number }) {
  const styles = useStyles();
  return [0, 0.5, 1].map((part) => (
    <g key={part}>
      <line className={styles.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={levelY(part)} y2={levelY(part)} />
      <text className={styles.label} x={LEFT - 6} y={levelY(part) + 4} textAnchor="end">
        {scale * part}
      </text>
      <text className={styles.label} x={WIDTH - RIGHT + 6} y={levelY(part) + 4}>
        {percentText(part)}
      </text>
    </g>
  ));
}

function Chart({ points }: { readonly points: readonly TrendPoint[] }) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const scale = scaleOf(Math.max(...points.map(({ sum }) => sum.offered)));
  const width = ACROSS / points.length;
  const levels = points.flatMap(({ sum }, index) =>
    sum.serviceLevel === null ? [] : [{ x: xOf(index, points.length), y: levelY(sum.serviceLevel), index }],
  );
  return (
    <>
      <svg className={styles.svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words.trend}>
        <Grid scale={scale} />
        {points.map(({ startAt, sum }, index) => (
          <g key={startAt}>
            <rect
              className={styles.bar}
              x={xOf(index, points.length) - width * 0.34}
              y={TOP + UP * (1 - sum.offered / scale)}
              width={width * 0.68}
              height={(UP * sum.offered) / scale}
              rx={2}
            />
            {index % 4 === 0 && (
              <text className={styles.label} x={xOf(index, points.length)} y={HEIGHT - 6} textAnchor="middle">
                {timeText(startAt)}
              </text>
            )}
          </g>
        ))}
        <polyline className={styles.line} points={levels.map(({ x, y }) => `${x},${y}`).join(' ')} />
        {levels.map(({ x, y, index }) => (
          <circle key={index} className={styles.dot} cx={x} cy={y} r={3.5} />
        ))}
      </svg>
      <ul className={styles.hidden}>
        {points.map(({ startAt, sum }) => (
          <li key={startAt}>{words.trendOf(timeText(startAt), sum.offered, percentText(sum.serviceLevel))}</li>
        ))}
      </ul>
    </>
  );
}
