import {
  Button,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Select,
  Textarea,
} from '@fluentui/react-components';
import { ArrowForwardRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useTexts } from '../context';
import type { Answered, Asked } from '../data/api';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { FormBody, FormDialog } from '../look/form-dialog';
import { Trouble } from '../look/trouble';
import { customerOf } from './contact-facts';

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
}

/** Hands a customer over to a queue or a colleague, with a word for whoever takes them. */
export function Transfer({ contact, source, isCompact }: Shown & { readonly isCompact: boolean }) {
  const texts = useTexts();
  return (
    <FormDialog
      label={texts.transfer}
      icon={<ArrowForwardRegular />}
      isCompact={isCompact}
      form={(close) => <TransferForm contact={contact} source={source} onDone={close} />}
    />
  );
}

type Targets = Answered<'listTransferTargets'>;

interface Choice {
  readonly targets: Targets;
  readonly contact: InteractionView;
  /** `queue:<id>`, `agent:<id>`, `voiceApp:<id>`, or empty while nothing is chosen. */
  readonly to: string;
  readonly onTo: (to: string) => void;
}

/** Queues that are open for the channel, colleagues, and what of Teams a call reaches. */
function TargetField({ targets, contact: { channel, voiceApps }, to, onTo }: Choice) {
  const texts = useTexts();
  const states = texts.states as Readonly<Record<string, string>>;
  return (
    <Field label={texts.transferTo} required>
      <Select value={to} onChange={(_event, { value }) => onTo(value)}>
        <option value="">{texts.chooseTarget}</option>
        <optgroup label={texts.floor.queues}>
          {targets.queues
            .filter(({ channels, isOpen }) => isOpen && channels.includes(channel))
            .map(({ queueId, name, ready, waiting }) => (
              <option key={queueId} value={`queue:${queueId}`}>
                {texts.transferQueue(name, ready, waiting)}
              </option>
            ))}
        </optgroup>
        <optgroup label={texts.floor.agents}>
          {targets.agents.map(({ agentId, name, availability }) => (
            <option key={agentId} value={`agent:${agentId}`}>
              {texts.transferAgent(name, states[availability] ?? availability)}
            </option>
          ))}
        </optgroup>
        <VoiceAppOptions voiceApps={voiceApps} />
      </Select>
    </Field>
  );
}

/** Teams auto attendants and call queues; nothing where a call reaches none. */
export function VoiceAppOptions({ voiceApps }: Pick<InteractionView, 'voiceApps'>) {
  const texts = useTexts();
  if (voiceApps.length === 0) return null;
  return (
    <optgroup label={texts.voiceApps}>
      {voiceApps.map(({ voiceAppId, name, kind }) => (
        <option key={voiceAppId} value={`voiceApp:${voiceAppId}`}>
          {texts.transferAgent(name, texts.voiceAppKinds[kind])}
        </option>
      ))}
    </optgroup>
  );
}

type Target = NonNullable<Asked<'transferInteraction'>['body']>['to'];

function targetOf(to: string): Target {
  const [kind, id = ''] = to.split(/:(.*)/s);
  if (kind === 'queue') return { kind, queueId: id };
  return kind === 'voiceApp' ? { kind, voiceAppId: id } : { kind: 'agent', agentId: id };
}

function TransferForm({ contact, source, onDone }: Shown & { readonly onDone: () => void }) {
  const texts = useTexts();
  const api = useApi();
  const [targets, setTargets] = useState<Targets>({ queues: [], agents: [] });
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const { interactionId } = contact;
  const loading = useAct(useCallback(async () => setTargets(await api.call('listTransferTargets')), [api]));
  const { run: load } = loading;
  useEffect(() => void load(), [load]);
  const transfer = useAct(
    useCallback(async () => {
      const body = { to: targetOf(to), note: note.trim() === '' ? null : note.trim() };
      await api.call('transferInteraction', { params: { interactionId }, body });
      onDone();
      await source.refresh();
    }, [api, interactionId, to, note, source, onDone]),
  );
  return (
    <FormBody
      title={texts.transferTitle(customerOf(contact, texts))}
      submit={{ label: texts.transfer, isDisabled: to === '' || transfer.isBusy, run: transfer.run }}
      onCancel={onDone}
    >
      <Trouble trouble={loading.trouble ?? transfer.trouble} onClose={transfer.forget} />
      <TargetField targets={targets} contact={contact} to={to} onTo={setTo} />
      <Field label={texts.transferNote}>
        <Textarea value={note} maxLength={1_000} onChange={(_event, { value }) => setNote(value)} />
      </Field>
    </FormBody>
  );
}

/** Whom the customer is offered to, until somebody takes them or the agent keeps them; and what a colleague wrote. */
export function Handover({ contact, source }: Shown) {
  const texts = useTexts();
  const api = useApi();
  const { interactionId, handover, note } = contact;
  const keep = useAct(
    useCallback(async () => {
      await api.call('cancelTransfer', { params: { interactionId } });
      await source.refresh();
    }, [api, interactionId, source]),
  );
  if (handover === null)
    return note === null ? null : (
      <MessageBar layout="multiline">
        <MessageBarBody>
          <strong>{texts.noteFromColleague}:</strong> {note}
        </MessageBarBody>
      </MessageBar>
    );
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{texts.handingOver(handover.name)}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" disabled={keep.isBusy} onClick={() => void keep.run()}>
          {texts.keepCustomer}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
