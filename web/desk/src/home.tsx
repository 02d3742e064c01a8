import { Tab, TabList, Text, makeStyles, tokens, Button } from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import { AgentDesk } from './agent/desk';
import { StatePicker } from './agent/state-picker';
import { TenantContext, troubleText, useApi, useTexts } from './context';
import type { Api, Answered } from './data/api';
import { deskSource } from './data/desk';
import { Floor } from './floor/floor';
import { Loading } from './look/loading';
import { Mark } from './look/mark';
import type { Look } from './look/use-look';
import { RecordingsPage } from './recordings/recordings-page';
import type { SignedIn } from './sign-in/signed-in';
import { SettingsMenu } from './settings-menu';

type Me = Answered<'getMe'>;
type Asked = { readonly kind: 'known'; readonly me: Me } | { readonly kind: 'failed'; readonly error: unknown };

const useStyles = makeStyles({
  root: { height: '100%', display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)' },
  bar: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    minHeight: '52px',
    padding: `0 ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': { padding: `0 ${tokens.spacingHorizontalS}`, columnGap: tokens.spacingHorizontalXS },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    '@media (max-width: 640px)': { '& h1': { display: 'none' } },
  },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  push: { flexGrow: 1 },
  centre: {
    display: 'grid',
    placeContent: 'center',
    justifyItems: 'start',
    gap: tokens.spacingVerticalM,
    padding: '24px',
  },
});

const ask = (api: Api): Promise<Asked> =>
  api.call('getMe').then(
    (me) => ({ kind: 'known', me }) as const,
    (error: unknown) => ({ kind: 'failed', error }) as const,
  );

/** What the person may see: their desk, the floor, both as tabs, or a word to ask for rights. */
export function Home({ signedIn, look }: { readonly signedIn: SignedIn; readonly look: Look }) {
  const api = useApi();
  const [tries, setTries] = useState(0);
  const [asked, setAsked] = useState<Asked>();
  useEffect(() => {
    let isShown = true;
    void ask(api).then((answer) => isShown && setAsked(answer));
    return () => {
      isShown = false;
    };
  }, [api, tries]);
  if (asked === undefined) return <Loading />;
  if (asked.kind === 'failed') return <AskAgain error={asked.error} onRetry={() => setTries(tries + 1)} />;
  return <Known me={asked.me} signedIn={signedIn} look={look} />;
}

function AskAgain({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <main className={styles.centre}>
      <Text role="alert">{troubleText(texts, error)}</Text>
      <Button appearance="primary" onClick={onRetry}>
        {texts.retry}
      </Button>
    </main>
  );
}

function Known({ me, signedIn, look }: { readonly me: Me; readonly signedIn: SignedIn; readonly look: Look }) {
  const styles = useStyles();
  const texts = useTexts();
  const api = useApi();
  const source = useMemo(() => deskSource(api), [api]);
  const overseen = me.oversees[0];
  const views = [
    ...(me.agent === null ? [] : (['desk'] as const)),
    ...(overseen === undefined ? [] : (['floor'] as const)),
    ...(me.hears.length === 0 ? [] : (['recordings'] as const)),
  ];
  const [view, setView] = useState(views[0]);
  return (
    <div className={styles.root}>
      <header className={styles.bar}>
        <div className={styles.brand}>
          <Mark size={26} />
          <h1 className={styles.name}>{texts.brand}</h1>
        </div>
        {views.length > 1 && (
          <TabList selectedValue={view} onTabSelect={(_event, { value }) => setView(value as typeof view)}>
            {views.map((one) => (
              <Tab key={one} value={one}>
                {texts.views[one]}
              </Tab>
            ))}
          </TabList>
        )}
        <span className={styles.push} />
        {me.agent !== null && <StatePicker source={source} />}
        <SettingsMenu name={me.name ?? signedIn.name} signOut={signedIn.signOut} look={look} />
      </header>
      {view === 'desk' && (
        <TenantContext.Provider value={me.agent?.tenantId ?? null}>
          <AgentDesk source={source} tokenFor={me.agent?.hasSoftphone === true ? signedIn.tokenFor : null} />
        </TenantContext.Provider>
      )}
      {view === 'floor' && overseen !== undefined && <Floor tenants={me.oversees} />}
      {view === 'recordings' && <RecordingsPage tenants={me.hears} mayHold={me.holds} />}
      {view === undefined && (
        <main className={styles.centre}>
          <Text>{texts.nobody}</Text>
        </main>
      )}
    </div>
  );
}
