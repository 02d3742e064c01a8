import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTexts } from '../context';
import { clockText } from '../lib/durations';
import type { Texts } from '../text/en';
import type { Alert, Thresholds } from './figures';
import { percentText } from './percent';
import { keepThresholds } from './thresholds';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, columnWidth: '260px' },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

interface Shown {
  readonly alerts: readonly Alert[];
  readonly tenantId: string;
  /** Null: those of the configuration. */
  readonly thresholds: Thresholds | null;
  /** What the configuration says of the first queue: where one's own begin. */
  readonly configured: Thresholds;
  readonly onThresholds: (thresholds: Thresholds | null) => void;
}

/** Which thresholds are not kept, and what they are. */
export function Alerts({ alerts, tenantId, thresholds, configured, onThresholds }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const save = (next: Thresholds | null) => {
    keepThresholds(tenantId, next);
    onThresholds(next);
  };
  return (
    <MessageBar intent={alerts.length === 0 ? 'success' : 'warning'} layout="multiline">
      <MessageBarBody>
        {alerts.length === 0 ? (
          texts.floor.noAlerts
        ) : (
          <ul className={styles.list} aria-label={texts.floor.alerts}>
            {alerts.map((alert) => (
              <li key={`${alert.kind} ${'queueId' in alert ? alert.queueId : alert.agentId}`}>
                {alertText(texts, alert)}
              </li>
            ))}
          </ul>
        )}
      </MessageBarBody>
      <MessageBarActions containerAction={<ThresholdDialog thresholds={thresholds ?? configured} onSave={save} />} />
    </MessageBar>
  );
}

function alertText({ floor }: Texts, alert: Alert): string {
  switch (alert.kind) {
    case 'waiting':
      return floor.alertWaiting(alert.queue, alert.count);
    case 'wait':
      return floor.alertWait(alert.queue, clockText(alert.ms));
    case 'level':
      return floor.alertLevel(alert.queue, percentText(alert.level));
    case 'nobody':
      return floor.alertNobody(alert.queue);
    case 'silent':
      return floor.alertSilent(alert.agent);
    case 'unreachable':
      return floor.alertUnreachable(alert.agent);
  }
}

interface DialogShown {
  readonly thresholds: Thresholds;
  readonly onSave: (thresholds: Thresholds | null) => void;
}

function ThresholdDialog({ thresholds, onSave }: DialogShown) {
  const styles = useStyles();
  const { floor: words, cancel } = useTexts();
  const [draft, setDraft] = useState(thresholds);
  const number = (label: string, shown: number, set: (value: number) => Thresholds) => (
    <Field label={label}>
      <Input type="number" min={0} value={String(shown)} onChange={(_event, { value }) => setDraft(set(+value))} />
    </Field>
  );
  return (
    <Dialog onOpenChange={() => setDraft(thresholds)}>
      <DialogTrigger disableButtonEnhancement>
        <Button size="small">{words.thresholds}</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.thresholds}</DialogTitle>
          <DialogContent className={styles.fields}>
            {words.thresholdsLead}
            {number(words.thresholdWaiting, draft.waiting, (waiting) => ({ ...draft, waiting }))}
            {number(words.thresholdWait, draft.waitMs / 1000, (s) => ({ ...draft, waitMs: s * 1000 }))}
            {number(words.thresholdLevel, Math.round(draft.serviceLevel * 100), (p) => ({
              ...draft,
              serviceLevel: p / 100,
            }))}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button onClick={() => onSave(null)}>{words.thresholdsConfigured}</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button>{cancel}</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" onClick={() => onSave(draft)}>
                {words.save}
              </Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
