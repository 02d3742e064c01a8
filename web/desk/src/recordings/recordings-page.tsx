import { Field, Input, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { useApi, useTexts } from '../context';
import { serverNow } from '../data/server-clock';
import { Loading } from '../look/loading';
import { Trouble } from '../look/trouble';
import { RecordingCard, type Listed } from './recording-card';

const useStyles = makeStyles({
  page: {
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    display: 'grid',
    gap: tokens.spacingVerticalM,
    alignContent: 'start',
  },
  choice: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
});

interface Shown {
  readonly tenants: readonly { readonly tenantId: string; readonly name: string }[];
  readonly mayHold: boolean;
}

/** What was recorded on a day, for those who may hear it. */
export function RecordingsPage({ tenants, mayHold }: Shown) {
  const styles = useStyles();
  const texts = useTexts().recordings;
  const [tenantId, setTenant] = useState(tenants[0]?.tenantId ?? '');
  const [day, setDay] = useState(dayText(serverNow()));
  const { listed, trouble, again } = useListed(tenantId, day);
  return (
    <main className={styles.page}>
      <div className={styles.choice}>
        <Field label={texts.day}>
          <Input type="date" value={day} onChange={(_event, { value }) => value !== '' && setDay(value)} />
        </Field>
        {tenants.length > 1 && (
          <Field label={texts.organisation}>
            <Select value={tenantId} onChange={(_event, { value }) => setTenant(value)}>
              {tenants.map((one) => (
                <option key={one.tenantId} value={one.tenantId}>
                  {one.name}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </div>
      <Trouble trouble={trouble} onClose={again} />
      {listed === undefined && trouble === null && <Loading />}
      {listed?.length === 0 && <Text>{texts.none}</Text>}
      {listed?.map((one) => (
        <RecordingCard key={one.recordingId} recording={one} tenantId={tenantId} mayHold={mayHold} onChanged={again} />
      ))}
    </main>
  );
}

function useListed(tenantId: string, day: string) {
  const api = useApi();
  const [listed, setListed] = useState<readonly Listed[]>();
  const [trouble, setTrouble] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isShown = true;
    const [from, to] = spanOf(day);
    const asked = { query: { tenantId, from, to } };
    api.call('listTenantRecordings', asked).then(
      ({ recordings }) => {
        if (!isShown) return;
        setTrouble(null);
        setListed(recordings);
      },
      (error: unknown) => isShown && setTrouble(error),
    );
    return () => {
      isShown = false;
    };
  }, [api, tenantId, day, tries]);
  const again = useCallback(() => {
    setTrouble(null);
    setTries((before) => before + 1);
  }, []);
  return { listed, trouble, again };
}

/** A day where the person is. */
function dayText(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function spanOf(day: string): readonly [from: string, to: string] {
  const from = new Date(`${day}T00:00:00`);
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  return [from.toISOString(), to.toISOString()];
}
