import { makeStyles, tokens } from '@fluentui/react-components';
import type { FloorView } from '../data/floor';
import { useTexts } from '../context';
import type { Intervals } from '../data/floor';
import { clockText } from '../lib/durations';
import type { FloorFigure } from './behind';
import { FigureButton } from './figure-button';
import { rowsOf, sumOf } from './figures';
import { percentText } from './percent';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    '@media (max-width: 860px)': { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    '@media (max-width: 860px)': { padding: tokens.spacingHorizontalM },
  },
  label: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: {
    margin: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
});

interface Shown {
  readonly floor: FloorView;
  readonly intervals: Intervals;
  readonly onShow: (figure: FloorFigure) => void;
}

/** The floor in six numbers. */
export function Tiles({ floor, intervals, onShow }: Shown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const waiting = floor.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  const longest = Math.max(0, ...floor.queues.map(({ longestWaitMs }) => longestWaitMs));
  const ready = floor.agents.filter(({ availability }) => availability.kind === 'ready').length;
  const signedIn = floor.agents.filter(({ availability }) => availability.kind !== 'signedOut').length;
  const open = Object.values(floor.open).reduce((sum, count) => sum + count, 0);
  const sum = sumOf(rowsOf(intervals, null));
  const tiles = [
    [words.waiting, String(waiting)],
    [words.longestWait, clockText(longest)],
    [words.serviceLevel, percentText(sum.serviceLevel)],
    [words.open, <FigureButton key="open" what={words.open} count={open} onClick={() => onShow({ kind: 'all' })} />],
    [words.ready, `${ready} / ${signedIn}`],
    [words.parked, String(floor.parked)],
  ] as const;
  return (
    <dl className={styles.list}>
      {tiles.map(([label, value]) => (
        <div key={label} className={styles.tile}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
