import { Badge, Button, Card, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback } from 'react';
import { useAct, useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import { clockText } from '../lib/durations';
import { Trouble } from '../look/trouble';
import { Player } from './player';
import { WordsOfCall } from './words-of-call';

export type Listed = Answered<'listTenantRecordings'>['recordings'][number];

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface Shown {
  readonly recording: Listed;
  readonly tenantId: string;
  readonly mayHold: boolean;
  /** Something about it was changed. */
  readonly onChanged: () => void;
}

const instant = (at: number): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** One recording: with whom, how long, what is missing in it, until when it is kept, and the way to hear and read it. */
export function RecordingCard({ recording, tenantId, mayHold, onChanged }: Shown) {
  const styles = useStyles();
  const texts = useTexts().recordings;
  const { interactionId, recordingId, of, beganAt, customerName, customerAddress, agents, gaps, file, isOnHold } =
    recording;
  const who = customerName ?? customerAddress;
  return (
    <Card role="article" aria-label={texts.with(who)}>
      <div className={styles.line}>
        <Text weight="semibold">{who}</Text>
        <Badge appearance="tint">{texts.kinds[of]}</Badge>
        {isOnHold && (
          <Badge appearance="tint" color="warning">
            {texts.onHold}
          </Badge>
        )}
      </div>
      <Text size={200} className={styles.quiet}>
        {[instant(beganAt), ...agents, gaps.length === 0 ? null : texts.pauses(gaps.length), keptText(recording, texts)]
          .filter((one) => one !== null)
          .join(' · ')}
      </Text>
      <div className={styles.line}>
        {file === null ? (
          <Text>{texts.noFile}</Text>
        ) : (
          <Player
            of={{ tenantId, interactionId, recordingId }}
            label={texts.play(clockText(file.lengthMs))}
            name={texts.with(who)}
          />
        )}
        {mayHold && file !== null && <HoldButton recording={recording} tenantId={tenantId} onChanged={onChanged} />}
      </div>
      {of === 'call' && <WordsOfCall tenantId={tenantId} interactionId={interactionId} />}
    </Card>
  );
}

const keptText = ({ file, isOnHold }: Listed, texts: ReturnType<typeof useTexts>['recordings']): string | null =>
  file === null || file.keepUntil === null || isOnHold ? null : texts.keptUntil(instant(file.keepUntil));

/** A legal hold keeps it whatever its time. */
function HoldButton({ recording, tenantId, onChanged }: Omit<Shown, 'mayHold'>) {
  const texts = useTexts().recordings;
  const api = useApi();
  const { interactionId, recordingId, isOnHold } = recording;
  const act = useAct(
    useCallback(async () => {
      const asked = { params: { interactionId, recordingId }, query: { tenantId }, body: { isOnHold: !isOnHold } };
      await api.call('holdRecording', asked);
      onChanged();
    }, [api, interactionId, recordingId, tenantId, isOnHold, onChanged]),
  );
  return (
    <>
      <Button disabled={act.isBusy} onClick={() => void act.run()}>
        {isOnHold ? texts.release : texts.hold}
      </Button>
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}
