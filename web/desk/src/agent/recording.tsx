import { Badge, Button } from '@fluentui/react-components';
import { RecordRegular, RecordStopRegular } from '@fluentui/react-icons';
import { useCallback } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useNow, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { clockText } from '../lib/durations';
import { Trouble } from '../look/trouble';

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
  readonly isCompact: boolean;
}

/** Whether what is said is kept, and the way to stop it before a customer says what nobody may keep. */
export function RecordingControl({ contact, source, isCompact }: Shown) {
  const texts = useTexts().recording;
  const api = useApi();
  const { interactionId, recording } = contact;
  const verb = recording.now === 'on' ? 'pauseRecording' : 'resumeRecording';
  const act = useAct(
    useCallback(async () => {
      await api.call(verb, { params: { interactionId } });
      await source.refresh();
    }, [api, verb, interactionId, source]),
  );
  if (recording.now === 'none') return null;
  return (
    <>
      <RecordingBadge recording={recording} />
      <Button
        size={isCompact ? 'small' : 'medium'}
        icon={recording.now === 'on' ? <RecordStopRegular /> : <RecordRegular />}
        disabled={act.isBusy}
        onClick={() => void act.run()}
      >
        {recording.now === 'on' ? texts.pause : texts.resume}
      </Button>
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}

/** The gap counts from when it was asked for; only when the platform has stopped may the agent ask. */
function RecordingBadge({ recording }: { readonly recording: InteractionView['recording'] }) {
  const texts = useTexts().recording;
  const now = useNow();
  switch (recording.now) {
    case 'on':
      return (
        <Badge appearance="tint" color="danger" role="status">
          {texts.on}
        </Badge>
      );
    case 'pausing':
      return (
        <Badge appearance="tint" color="warning" role="status">
          {texts.pausing}
        </Badge>
      );
    case 'paused':
      return (
        <Badge appearance="tint" color="success" role="status">
          {texts.paused(clockText(now - (recording.pausedAt ?? now)))}
        </Badge>
      );
    case 'none':
      return null;
  }
}
