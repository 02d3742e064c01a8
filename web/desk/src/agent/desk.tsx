import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useApi, useSource, useTexts } from '../context';
import { daySource, keepAlive, type DeskState } from '../data/desk';
import { followDesk } from '../data/live';
import type { Source } from '../data/source';
import { Loading } from '../look/loading';
import { Trouble } from '../look/trouble';
import { ContactList } from './contact-list';
import { ContactPanel } from './contact-panel';
import { Day } from './day';
import { Dial } from './dial';
import { NoContacts } from './no-contacts';
import { Offers } from './offers';
import { useOwnState } from './own-state';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: '308px minmax(0, 1fr)',
    minHeight: 0,
    '@media (max-width: 860px)': { gridTemplateColumns: 'minmax(0, 1fr)', overflowY: 'auto', alignContent: 'start' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    minHeight: 0,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground2,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 860px)': { overflowY: 'visible', borderRight: 'none', padding: tokens.spacingHorizontalM },
  },
  day: { marginTop: 'auto', '@media (max-width: 860px)': { display: 'none' } },
  main: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    minWidth: 0,
    padding: tokens.spacingHorizontalM,
    gap: tokens.spacingVerticalM,
    '@media (max-width: 860px)': { padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingHorizontalM}` },
  },
  panels: {
    flexGrow: 1,
    minHeight: 0,
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: 'minmax(320px, 1fr)',
    gap: tokens.spacingHorizontalM,
    overflowX: 'auto',
    '@media (max-width: 860px)': { gridAutoColumns: 'minmax(0, 1fr)', overflowX: 'hidden' },
  },
  elsewhere: { '@media (max-width: 860px)': { display: 'none' } },
});

const Softphone = lazy(() => import('./softphone'));

interface Shown {
  readonly source: Source<DeskState>;
  /** Null where calls ring in the Teams client. */
  readonly tokenFor: ((scope: string) => Promise<string>) | null;
}

/** The agent's desk: what is offered, what they hold side by side, and their day. */
export function AgentDesk({ source, tokenFor }: Shown) {
  const styles = useStyles();
  const api = useApi();
  const { state, trouble } = useSource(source);
  const day = useMemo(() => daySource(api), [api]);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => keepAlive(api), [api]);
  useEffect(() => followDesk(api, source), [api, source]);
  if (state === undefined) return trouble === null ? <Loading /> : <Lost />;
  const { contacts } = state;
  const shown = contacts.find(({ interactionId }) => interactionId === chosen) ?? contacts[0];
  return (
    <main className={styles.root}>
      <aside className={styles.side}>
        {tokenFor !== null && (
          <Suspense>
            <Softphone source={source} tokenFor={tokenFor} />
          </Suspense>
        )}
        <Offers state={state} source={source} onAccepted={setChosen} />
        {state.agent.availability.kind === 'ready' && <Dial source={source} onBegun={setChosen} />}
        <ContactList contacts={contacts} shownId={shown?.interactionId} onChoose={setChosen} />
        <div className={styles.day}>
          <Day source={day} />
        </div>
      </aside>
      <div className={styles.main}>
        {trouble !== null && <Lost />}
        {state.agent.availability.kind === 'notResponding' && <NotResponding source={source} />}
        {contacts.length === 0 ? (
          <NoContacts />
        ) : (
          <div className={styles.panels}>
            {contacts.map((contact) => (
              <ContactPanel
                key={contact.interactionId}
                contact={contact}
                source={source}
                isCompact={contacts.length > 1}
                className={contact === shown ? undefined : styles.elsewhere}
              />
            ))}
          </div>
        )}
      </div>
    </main>
  );
}

function Lost() {
  const texts = useTexts();
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{texts.lost}</MessageBarBody>
    </MessageBar>
  );
}

function NotResponding({ source }: { readonly source: Source<DeskState> }) {
  const texts = useTexts();
  const { set, trouble, forget } = useOwnState(source);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {texts.notRespondingHint}
        <Trouble trouble={trouble} onClose={forget} />
      </MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" size="small" onClick={() => void set({ kind: 'ready' })}>
          {texts.goReady}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
