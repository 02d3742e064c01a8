import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { PlayRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import { clockText } from '../lib/durations';
import { Trouble } from '../look/trouble';

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
  const recordings = useRecordings(contact, tenantId);
  if (recordings.length === 0) return null;
  return (
    <div className={styles.root}>
      {recordings.map((one) => (
        <Player key={one.recordingId} recording={one} contact={contact} tenantId={tenantId} />
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

function Player({ recording, contact, tenantId }: Shown & { readonly recording: Listed }) {
  const texts = useTexts().recording;
  const api = useApi();
  const { interactionId } = contact;
  const { recordingId, file } = recording;
  const [source, setSource] = useState<string>();
  const act = useAct(
    useCallback(async () => {
      const sound = await api.file('playRecording', { params: { interactionId, recordingId }, query: { tenantId } });
      setSource(URL.createObjectURL(sound));
    }, [api, interactionId, recordingId, tenantId]),
  );
  useEffect(() => () => (source === undefined ? undefined : URL.revokeObjectURL(source)), [source]);
  return (
    <>
      {source === undefined ? (
        <Button icon={<PlayRegular />} disabled={act.isBusy} onClick={() => void act.run()}>
          {texts.play(clockText(file?.lengthMs ?? 0))}
        </Button>
      ) : (
        <audio src={source} controls autoPlay aria-label={texts.message} />
      )}
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}
