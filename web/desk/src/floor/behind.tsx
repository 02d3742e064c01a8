import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  OverlayDrawer,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import type { FloorInteraction } from '../../../../shared/contracts/http/wallboard';
import type { FloorView } from '../data/floor';
import { useApi, useNow, useSource, useTexts } from '../context';
import { createSource } from '../data/source';
import { clockText } from '../lib/durations';
import { ByHand } from './by-hand';
import { ChannelIcon } from '../look/channel-icon';
import { Trouble } from '../look/trouble';
import { Routing } from './routing';

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, justifyContent: 'flex-end' },
  routing: { gridColumn: '1 / -1' },
});

/** A number of the wallboard, to be opened. */
export type FloorFigure =
  | { readonly kind: 'all' }
  | { readonly kind: 'queue'; readonly queueId: string; readonly name: string }
  | { readonly kind: 'agent'; readonly agentId: string; readonly name: string };

interface Shown {
  readonly tenantId: string;
  readonly floor: FloorView;
  readonly figure: FloorFigure | null;
  readonly onClose: () => void;
}

/** The contacts behind a number. */
export function Behind({ tenantId, floor, figure, onClose }: Shown) {
  const texts = useTexts();
  const title = figure === null || figure.kind === 'all' ? texts.floor.open : figure.name;
  return (
    <OverlayDrawer position="end" size="medium" open={figure !== null} onOpenChange={onClose}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label={texts.close} icon={<DismissRegular />} onClick={onClose} />}
        >
          {texts.floor.behind(title)}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>{figure !== null && <Contacts tenantId={tenantId} floor={floor} figure={figure} />}</DrawerBody>
    </OverlayDrawer>
  );
}

function queryOf(tenantId: string, figure: FloorFigure) {
  switch (figure.kind) {
    case 'all':
      return { tenantId };
    case 'queue':
      return { tenantId, queueId: figure.queueId };
    case 'agent':
      return { tenantId, agentId: figure.agentId };
  }
}

interface ContactsShown {
  readonly tenantId: string;
  readonly floor: FloorView;
  readonly figure: FloorFigure;
}

function Contacts({ tenantId, floor, figure }: ContactsShown) {
  const styles = useStyles();
  const texts = useTexts();
  const api = useApi();
  const source = useMemo(
    () =>
      createSource(() => api.call('listOpenInteractions', { query: queryOf(tenantId, figure) }), {
        everyMs: 4_000,
        hiddenEveryMs: 30_000,
        toldEveryMs: 4_000,
      }),
    [api, tenantId, figure],
  );
  const { state, trouble } = useSource(source);
  if (state === undefined)
    return trouble === null ? <Spinner /> : <Trouble trouble={trouble} onClose={() => undefined} />;
  const { interactions, total } = state;
  if (interactions.length === 0) return <Text>{texts.floor.behindNone}</Text>;
  return (
    <>
      {total > interactions.length && <Text>{texts.floor.behindMore(interactions.length, total)}</Text>}
      <ul className={styles.list}>
        {interactions.map((one) => (
          <Contact
            key={one.interactionId}
            tenantId={tenantId}
            floor={floor}
            contact={one}
            onDone={() => void source.refresh()}
          />
        ))}
      </ul>
    </>
  );
}

interface ContactShown {
  readonly tenantId: string;
  readonly floor: FloorView;
  readonly contact: FloorInteraction;
  readonly onDone: () => void;
}

function Contact({ tenantId, floor, contact, onDone }: ContactShown) {
  const styles = useStyles();
  const texts = useTexts();
  const now = useNow();
  const [isExplained, setExplained] = useState(false);
  const { channel, customerName, customerAddress, queueName, agents, waitingSince, openedAt } = contact;
  const who = customerName ?? (channel === 'chat' ? texts.customer : customerAddress);
  const where = agents.length > 0 ? agents.map(({ name }) => name).join(', ') : texts.floor.waiting;
  return (
    <li className={styles.row}>
      <ChannelIcon channel={channel} />
      <div>
        <Text weight="semibold" block truncate wrap={false}>
          {who}
        </Text>
        <Text size={200} className={styles.quiet}>
          {[queueName, where, clockText(now - (waitingSince ?? openedAt))].filter((one) => one !== null).join(' · ')}
        </Text>
      </div>
      <span className={styles.buttons}>
        <ByHand tenantId={tenantId} floor={floor} contact={contact} onDone={onDone} />
        <Button size="small" aria-expanded={isExplained} onClick={() => setExplained(!isExplained)}>
          {texts.floor.why}
        </Button>
      </span>
      {isExplained && (
        <div className={styles.routing}>
          <Routing tenantId={tenantId} agents={floor.agents} interactionId={contact.interactionId} />
        </div>
      )}
    </li>
  );
}
