import { Button, Link, MessageBar, MessageBarActions, MessageBarBody, Text } from '@fluentui/react-components';
import { VideoRegular } from '@fluentui/react-icons';
import { useCallback } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useTexts } from '../context';
import { ApiError } from '../data/api';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { timeText } from '../lib/time-text';
import { FormBody, FormDialog } from '../look/form-dialog';
import { Trouble } from '../look/trouble';
import type { Texts } from '../text/en';
import { customerOf } from './contact-facts';

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
}

/** Whether the agent may ask the customer into a meeting now. */
export const canMeet = ({ segment, handover, meeting }: InteractionView): boolean =>
  meeting === null && handover === null && (segment === 'talking' || segment === 'onHold');

/** Asks the customer into an online meeting. */
export function Meet({ contact, source, isCompact }: Shown & { readonly isCompact: boolean }) {
  const texts = useTexts();
  return (
    <FormDialog
      label={texts.meeting.meet}
      icon={<VideoRegular />}
      isCompact={isCompact}
      form={(close) => <MeetForm contact={contact} source={source} onDone={close} />}
    />
  );
}

function MeetForm({ contact, source, onDone }: Shown & { readonly onDone: () => void }) {
  const texts = useTexts();
  const api = useApi();
  const { interactionId, channel } = contact;
  const begin = useAct(
    useCallback(async () => {
      await api.call('meet', { params: { interactionId } });
      onDone();
      await source.refresh();
    }, [api, interactionId, source, onDone]),
  );
  return (
    <FormBody
      title={texts.meeting.title(customerOf(contact, texts))}
      submit={{ label: texts.meeting.begin, isDisabled: begin.isBusy, run: begin.run }}
      onCancel={onDone}
    >
      <Trouble trouble={begin.trouble} onClose={begin.forget} {...refusedWords(begin.trouble, texts)} />
      <Text>{texts.meeting.leads[channel]}</Text>
      <Text>{texts.meeting.lobby}</Text>
    </FormBody>
  );
}

const refusedWords = (trouble: unknown, texts: Texts): { readonly words?: string } =>
  trouble instanceof ApiError && trouble.code === 'refused' ? { words: texts.meeting.refused } : {};

/** The meeting that the agent and the customer are in. */
export function MeetingBar({ contact, source }: Shown) {
  const texts = useTexts();
  const api = useApi();
  const { interactionId, meeting, channel } = contact;
  const end = useAct(
    useCallback(async () => {
      await api.call('endMeeting', { params: { interactionId } });
      await source.refresh();
    }, [api, interactionId, source]),
  );
  if (meeting === null) return null;
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>
        {channel === 'voice' ? texts.meeting.lastsInCall : texts.meeting.lasts(timeText(meeting.untilAt))}
        <Trouble trouble={end.trouble} onClose={end.forget} />
      </MessageBarBody>
      <MessageBarActions>
        <Link href={meeting.joinUrl} target="_blank" rel="noopener noreferrer">
          {texts.meeting.join}
        </Link>
        <Button size="small" disabledFocusable={end.isBusy} onClick={() => void end.run()}>
          {texts.meeting.over}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
