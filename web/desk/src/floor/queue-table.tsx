import {
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { WarningRegular } from '@fluentui/react-icons';
import type { FloorView } from '../data/floor';
import { useTexts } from '../context';
import type { Intervals } from '../data/floor';
import { clockText } from '../lib/durations';
import type { FloorFigure } from './behind';
import { Card } from './card';
import { FigureButton } from './figure-button';
import { readyIn, rowsOf, sumOf, type Alert } from './figures';
import { percentText } from './percent';

const useStyles = makeStyles({
  table: { minWidth: '560px' },
  name: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  icon: { flexShrink: 0, color: tokens.colorPaletteDarkOrangeForeground1 },
  warning: { color: tokens.colorPaletteDarkOrangeForeground1, fontWeight: tokens.fontWeightSemibold },
  number: { fontVariantNumeric: 'tabular-nums' },
});

interface Shown {
  readonly floor: FloorView;
  readonly intervals: Intervals;
  readonly alerts: readonly Alert[];
  readonly onShow: (figure: FloorFigure) => void;
}

/** Queues as they are now, and how they did in the last hours. */
export function QueueTable({ floor, intervals, alerts, onShow }: Shown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const heads = [
    words.queue,
    words.waiting,
    words.longestWait,
    words.serviceLevel,
    words.answered,
    words.abandoned,
    words.ready,
  ];
  return (
    <Card title={words.queues}>
      <Table size="small" className={styles.table} aria-label={words.queues}>
        <TableHeader>
          <TableRow>
            {heads.map((head) => (
              <TableHeaderCell key={head} title={head === words.serviceLevel ? words.serviceLevelHint : undefined}>
                {head}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {floor.queues.map((queue) => (
            <QueueRow
              key={queue.queueId}
              queue={queue}
              intervals={intervals}
              ready={readyIn(floor, queue.queueId)}
              alarmed={alerts.flatMap((one) => ('queueId' in one && one.queueId === queue.queueId ? [one.kind] : []))}
              onShow={onShow}
            />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

interface RowShown {
  readonly queue: FloorView['queues'][number];
  readonly intervals: Intervals;
  readonly ready: number;
  readonly alarmed: readonly Alert['kind'][];
  readonly onShow: (figure: FloorFigure) => void;
}

function QueueRow({ queue, intervals, ready, alarmed, onShow }: RowShown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const { queueId, name, waiting, longestWaitMs } = queue;
  const sum = sumOf(rowsOf(intervals, queueId));
  const marked = (kind: Alert['kind']) => (alarmed.includes(kind) ? styles.warning : undefined);
  return (
    <TableRow>
      <TableCell>
        <span className={styles.name}>
          {alarmed.length > 0 && <WarningRegular className={styles.icon} aria-label={words.alerts} />}
          <Text weight="semibold">{name}</Text>
        </span>
      </TableCell>
      <TableCell>
        <FigureButton
          what={`${name}, ${words.waiting}`}
          count={waiting}
          {...(marked('waiting') === undefined ? {} : { className: styles.warning })}
          onClick={() => onShow({ kind: 'queue', queueId, name })}
        />
      </TableCell>
      <TableCell className={styles.number}>
        <span className={marked('wait')}>{clockText(longestWaitMs)}</span>
      </TableCell>
      <TableCell className={styles.number}>
        <span className={marked('level')}>{percentText(sum.serviceLevel)}</span>
      </TableCell>
      <TableCell className={styles.number}>{sum.answered}</TableCell>
      <TableCell className={styles.number}>{sum.abandoned}</TableCell>
      <TableCell className={styles.number}>
        <span className={marked('nobody')}>{ready}</span>
      </TableCell>
    </TableRow>
  );
}
