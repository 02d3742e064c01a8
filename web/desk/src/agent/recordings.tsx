import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import { clockText } from '../lib/durations';
import { Player } from '../recordings/player';

type Listed = Answered<'listRecordings'>['recordings'][number];

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
});

interface Shown {
  readonly contact: InteractionView;
  readonly tenantId: string;
}

/** What a caller left behind, to be heard: of what was recorded, those that the agent may hear. */
export function Recordings({ contact, tenantId }: Shown) {
  const styles = useStyles();
  const texts = useTexts().recording;
  const recordings = useRecordings(contact, tenantId);
  if (recordings.length === 0) return null;
  return (
    <div className={styles.root}>
      {recordings.map((one) => (
        <Player
          key={one.recordingId}
          of={{ tenantId, interactionId: contact.interactionId, recordingId: one.recordingId }}
          label={texts.play(clockText(one.file?.lengthMs ?? 0))}
          name={texts.message}
        />
      ))}
    </div>
  );
}

/** Asked for again when something was said or left; nobody waits for it. */
function useRecordings({ interactionId, channel, messages }: InteractionView, tenantId: string): readonly Listed[] {
  const api = useApi();
  const [recordings, setRecordings] = useState<readonly Listed[]>([]);
  const count = messages.length;
  useEffect(() => {
    if (channel !== 'voice' || count === 0) return;
    const asked = { params: { interactionId }, query: { tenantId } };
    void api.call('listRecordings', asked).then(
      (answer) => setRecordings(answer.recordings.filter(({ file }) => file !== null)),
      () => undefined,
    );
  }, [api, interactionId, channel, tenantId, count]);
  return recordings;
}
