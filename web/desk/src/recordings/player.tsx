import { Button } from '@fluentui/react-components';
import { PlayRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useState } from 'react';
import { useAct, useApi } from '../context';
import { Trouble } from '../look/trouble';

interface Shown {
  readonly of: { readonly tenantId: string; readonly interactionId: string; readonly recordingId: string };
  readonly label: string;
  /** What it is that plays. */
  readonly name: string;
}

/** Fetches the audio when it is asked for, which leaves an audit line, and plays it. */
export function Player({ of: { tenantId, interactionId, recordingId }, label, name }: Shown) {
  const api = useApi();
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
          {label}
        </Button>
      ) : (
        <audio src={source} controls autoPlay aria-label={name} />
      )}
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}
