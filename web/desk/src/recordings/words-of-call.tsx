import { Button, Text } from '@fluentui/react-components';
import { TextDescriptionRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import { Said } from '../agent/said';
import { useAct, useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import { Trouble } from '../look/trouble';

type Transcript = Answered<'readTranscript'>['transcript'];

/** What was said in a call, read when it is asked for, which leaves an audit line. */
export function WordsOfCall({
  tenantId,
  interactionId,
}: {
  readonly tenantId: string;
  readonly interactionId: string;
}) {
  const texts = useTexts().recordings;
  const api = useApi();
  const [transcript, setTranscript] = useState<Transcript>();
  const act = useAct(
    useCallback(async () => {
      const answer = await api.call('readTranscript', { params: { interactionId }, query: { tenantId } });
      setTranscript(answer.transcript);
    }, [api, interactionId, tenantId]),
  );
  return (
    <>
      {transcript === undefined && (
        <Button icon={<TextDescriptionRegular />} disabled={act.isBusy} onClick={() => void act.run()}>
          {texts.read}
        </Button>
      )}
      {transcript?.length === 0 && <Text>{texts.noWords}</Text>}
      {transcript !== undefined && transcript.length > 0 && (
        <div role="log" aria-label={texts.words} tabIndex={0}>
          {transcript.map((one) => (
            <Said key={one.key} utterance={one} />
          ))}
        </div>
      )}
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}
