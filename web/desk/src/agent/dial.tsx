import { Checkbox, Field, Input, MessageBar, MessageBarBody, Select, Textarea } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useAct, useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { FormBody, FormDialog } from '../look/form-dialog';
import { Trouble } from '../look/trouble';

interface Shown {
  readonly source: Source<DeskState>;
  readonly onBegun: (interactionId: string) => void;
}

/** Calls or texts somebody who did not get in touch just now. */
export function Dial({ source, onBegun }: Shown) {
  const texts = useTexts();
  return (
    <FormDialog
      label={texts.dial.title}
      icon={<CallRegular />}
      form={(close) => <DialForm source={source} onBegun={onBegun} onDone={close} />}
    />
  );
}

type Numbers = Answered<'listOwnNumbers'>['numbers'];

/** What is typed, and sent when it is ready. */
interface Draft {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly consentGiven: boolean;
}

const EMPTY: Draft = { from: '', to: '', text: '', consentGiven: false };

function DialForm({ source, onBegun, onDone }: Shown & { readonly onDone: () => void }) {
  const texts = useTexts();
  const api = useApi();
  const [numbers, setNumbers] = useState<Numbers>([]);
  const [draft, setDraft] = useState(EMPTY);
  const key = useMemo(() => crypto.randomUUID(), []);
  const loading = useAct(useCallback(async () => setNumbers((await api.call('listOwnNumbers')).numbers), [api]));
  const { run: load } = loading;
  useEffect(() => void load(), [load]);
  const isText = numbers.find(({ id }) => id === draft.from)?.channel === 'sms';
  const reach = useAct(
    useCallback(async () => {
      const { text, ...asked } = draft;
      const body = { ...asked, key };
      const { interaction } = isText
        ? await api.call('textOut', { body: { ...body, text } })
        : await api.call('callOut', { body });
      await source.refresh();
      onDone();
      onBegun(interaction.interactionId);
    }, [api, draft, key, isText, source, onBegun, onDone]),
  );
  const isReady = draft.from !== '' && draft.to.trim() !== '' && (!isText || draft.text.trim() !== '');
  return (
    <FormBody
      title={texts.dial.title}
      submit={{ label: isText ? texts.send : texts.dial.call, isDisabled: !isReady || reach.isBusy, run: reach.run }}
      onCancel={onDone}
    >
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{texts.dial.noEmergencies}</MessageBarBody>
      </MessageBar>
      <Trouble trouble={loading.trouble ?? reach.trouble} onClose={reach.forget} />
      <DialFields numbers={numbers} isText={isText} draft={draft} onDraft={setDraft} />
    </FormBody>
  );
}

interface Fields {
  readonly numbers: Numbers;
  readonly isText: boolean;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

function DialFields({ numbers, isText, draft, onDraft }: Fields) {
  const texts = useTexts();
  return (
    <>
      <Field label={texts.dial.from} required>
        <Select value={draft.from} onChange={(_event, { value: from }) => onDraft({ ...draft, from })}>
          <option value="">{texts.dial.chooseNumber}</option>
          {numbers.map(({ id, channel, address, queueName }) => (
            <option key={id} value={id}>
              {`${texts.channels[channel]} ${address} (${queueName})`}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={texts.dial.to} hint={texts.dial.toHint} required>
        <Input type="tel" value={draft.to} onChange={(_event, { value: to }) => onDraft({ ...draft, to })} />
      </Field>
      {isText && (
        <Field label={texts.dial.text} required>
          <Textarea
            value={draft.text}
            maxLength={1_600}
            onChange={(_event, { value: text }) => onDraft({ ...draft, text })}
          />
        </Field>
      )}
      <Checkbox
        label={texts.dial.consent}
        checked={draft.consentGiven}
        onChange={(_event, { checked }) => onDraft({ ...draft, consentGiven: checked === true })}
      />
    </>
  );
}
