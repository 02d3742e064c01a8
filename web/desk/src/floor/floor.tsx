import { MessageBar, MessageBarBody, Select, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import type { FloorView } from '../data/floor';
import { useApi, useSource, useTexts } from '../context';
import type { Answered } from '../data/api';
import { floorSource, trendSource } from '../data/floor';
import { followFloor } from '../data/live';
import type { Source } from '../data/source';
import { Loading } from '../look/loading';
import { AgentTable } from './agent-table';
import { Alerts } from './alerts';
import { Behind, type FloorFigure } from './behind';
import { alertsOf, type Thresholds } from './figures';
import { QueueTable } from './queue-table';
import { readThresholds } from './thresholds';
import { Tiles } from './tiles';
import { Trend } from './trend';

const useStyles = makeStyles({
  root: {
    overflowY: 'auto',
    display: 'grid',
    gridTemplateColumns: 'repeat(12, minmax(0, 1fr))',
    alignContent: 'start',
    gap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalL,
    '@media (max-width: 860px)': { padding: tokens.spacingHorizontalM, gap: tokens.spacingHorizontalM },
  },
  whole: { gridColumn: '1 / -1', minWidth: 0 },
  left: { gridColumn: 'span 7', minWidth: 0, '@media (max-width: 1100px)': { gridColumn: '1 / -1' } },
  right: { gridColumn: 'span 5', minWidth: 0, '@media (max-width: 1100px)': { gridColumn: '1 / -1' } },
});

type Tenants = Answered<'getMe'>['oversees'];

/** The supervisor's wallboard, for one of the organisations that they oversee. */
export function Floor({ tenants }: { readonly tenants: Tenants }) {
  const texts = useTexts();
  const styles = useStyles();
  const [tenantId, setTenantId] = useState(tenants[0]?.tenantId ?? '');
  return (
    <main className={styles.root}>
      {tenants.length > 1 && (
        <Select
          className={styles.whole}
          aria-label={texts.floor.tenant}
          value={tenantId}
          onChange={(_event, { value }) => setTenantId(value)}
        >
          {tenants.map((tenant) => (
            <option key={tenant.tenantId} value={tenant.tenantId}>
              {tenant.name}
            </option>
          ))}
        </Select>
      )}
      <FloorOf key={tenantId} tenantId={tenantId} />
    </main>
  );
}

function FloorOf({ tenantId }: { readonly tenantId: string }) {
  const api = useApi();
  const texts = useTexts();
  const floor = useMemo(() => floorSource(api, tenantId), [api, tenantId]);
  const { state, trouble } = useSource(floor);
  useEffect(() => followFloor(api, tenantId, floor), [api, tenantId, floor]);
  const styles = useStyles();
  if (state === undefined && trouble === null) return <Loading />;
  return (
    <>
      {trouble !== null && (
        <MessageBar className={styles.whole} intent="warning">
          <MessageBarBody>{texts.lost}</MessageBarBody>
        </MessageBar>
      )}
      {state !== undefined && <Board tenantId={tenantId} floor={state} source={floor} />}
    </>
  );
}

/** Of a floor without queues: nothing is ever too much. */
const NO_QUEUE: Thresholds = { waiting: 0, waitMs: 0, serviceLevel: 0 };

interface BoardShown {
  readonly tenantId: string;
  readonly floor: FloorView;
  readonly source: Source<FloorView>;
}

function Board({ tenantId, floor, source }: BoardShown) {
  const styles = useStyles();
  const api = useApi();
  // Only now is the server's clock known, by which the last hours are counted.
  const trend = useMemo(() => trendSource(api, tenantId), [api, tenantId]);
  const intervals = useSource(trend).state ?? [];
  const [thresholds, setThresholds] = useState(() => readThresholds(tenantId));
  const [behind, setBehind] = useState<FloorFigure | null>(null);
  const alerts = alertsOf(floor, intervals, thresholds);
  return (
    <>
      <div className={styles.whole}>
        <Tiles floor={floor} intervals={intervals} onShow={setBehind} />
      </div>
      <div className={styles.whole}>
        <Alerts
          alerts={alerts}
          tenantId={tenantId}
          thresholds={thresholds}
          configured={floor.queues[0]?.alertAt ?? NO_QUEUE}
          onThresholds={setThresholds}
        />
      </div>
      <div className={styles.left}>
        <QueueTable floor={floor} intervals={intervals} alerts={alerts} onShow={setBehind} />
      </div>
      <div className={styles.right}>
        <Trend floor={floor} intervals={intervals} />
      </div>
      <div className={styles.whole}>
        <AgentTable tenantId={tenantId} floor={floor} source={source} onShow={setBehind} />
      </div>
      <Behind tenantId={tenantId} floor={floor} figure={behind} onClose={() => setBehind(null)} />
    </>
  );
}
