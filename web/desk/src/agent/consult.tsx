import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Select,
  Switch,
} from '@fluentui/react-components';
import { PersonCallRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useTexts } from '../context';
import type { Answered, Asked } from '../data/api';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { FormBody, FormDialog } from '../look/form-dialog';
import { Trouble } from '../look/trouble';
import { customerOf } from './contact-facts';
import { ExpertPicker, type Expert } from './expert-picker';
import { VoiceAppOptions } from './transfer';

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
}

type Target = NonNullable<Asked<'consult'>['body']>['with'];
type Colleagues = Answered<'listTransferTargets'>['agents'];

/** Not a colleague but a telephone, or anybody of the organisation. */
const NUMBER = 'number';
const EXPERT = 'expert';
const VOICE_APP = 'voiceApp:';

/** Rings a colleague or a number beside a caller, who hears music meanwhile. */
export function Consult({ contact, source, isCompact }: Shown & { readonly isCompact: boolean }) {
  const texts = useTexts();
  return (
    <FormDialog
      label={texts.consult}
      icon={<PersonCallRegular />}
      isCompact={isCompact}
      form={(close) => <ConsultForm contact={contact} source={source} onDone={close} />}
    />
  );
}

function ConsultForm({ contact, source, onDone }: Shown & { readonly onDone: () => void }) {
  const texts = useTexts();
  const api = useApi();
  const { interactionId } = contact;
  const [colleagues, setColleagues] = useState<Colleagues>([]);
  const [chosen, setChosen] = useState('');
  const [number, setNumber] = useState('');
  const [expert, setExpert] = useState<Expert | null>(null);
  const [isBlind, setBlind] = useState(false);
  const loading = useAct(useCallback(async () => setColleagues((await api.call('listTransferTargets')).agents), [api]));
  const { run: load } = loading;
  useEffect(() => void load(), [load]);
  const target = targetOf(chosen, number, expert);
  const ring = useAct(
    useCallback(async () => {
      if (target === null) return;
      await api.call('consult', { params: { interactionId }, body: { with: target, blind: isBlind } });
      onDone();
      await source.refresh();
    }, [api, interactionId, target, isBlind, source, onDone]),
  );
  return (
    <FormBody
      title={texts.consultTitle(customerOf(contact, texts))}
      submit={{ label: texts.consultRing, isDisabled: target === null || ring.isBusy, run: ring.run }}
      onCancel={onDone}
    >
      <Trouble trouble={loading.trouble ?? ring.trouble} onClose={ring.forget} />
      <WhoField colleagues={colleagues} voiceApps={contact.voiceApps} chosen={chosen} onChoose={setChosen} />
      {chosen === EXPERT && <ExpertPicker chosen={expert} onChoose={setExpert} />}
      {chosen === NUMBER && (
        <Field label={texts.consultNumber} required>
          <Input type="tel" value={number} onChange={(_event, { value }) => setNumber(value)} />
        </Field>
      )}
      <Switch label={texts.consultBlind} checked={isBlind} onChange={(_event, { checked }) => setBlind(checked)} />
    </FormBody>
  );
}

interface WhoShown extends Pick<InteractionView, 'voiceApps'> {
  readonly colleagues: Colleagues;
  readonly chosen: string;
  readonly onChoose: (chosen: string) => void;
}

function WhoField({ colleagues, voiceApps, chosen, onChoose }: WhoShown) {
  const texts = useTexts();
  const states = texts.states as Readonly<Record<string, string>>;
  return (
    <Field label={texts.consultWith} required>
      <Select value={chosen} onChange={(_event, { value }) => onChoose(value)}>
        <option value="">{texts.chooseColleague}</option>
        {colleagues.map(({ agentId, name, availability }) => (
          <option key={agentId} value={`agent:${agentId}`}>
            {texts.transferAgent(name, states[availability] ?? availability)}
          </option>
        ))}
        <VoiceAppOptions voiceApps={voiceApps} />
        <option value={EXPERT}>{texts.expert.option}</option>
        <option value={NUMBER}>{texts.consultANumber}</option>
      </Select>
    </Field>
  );
}

/** People write numbers with blanks and dashes. Null: nothing that can be rung. */
function targetOf(chosen: string, written: string, expert: Expert | null): Target | null {
  if (chosen === '') return null;
  if (chosen === EXPERT) return expert === null ? null : { kind: 'expert', userId: expert.userId, name: expert.name };
  if (chosen.startsWith(VOICE_APP)) return { kind: 'voiceApp', voiceAppId: chosen.slice(VOICE_APP.length) };
  if (chosen !== NUMBER) return { kind: 'colleague', agentId: chosen.replace(/^agent:/, '') };
  const number = written.replace(/[\s()./-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? { kind: 'number', number } : null;
}

type Party = InteractionView['parties'][number];
type Verb = 'completeConsult' | 'joinConsult' | 'cancelConsult';

/** Whom the agent brought into the call, and what can be done about each. */
export function Parties({ contact, source }: Shown) {
  const { parties } = contact;
  return (
    <>
      {parties.map((party) => (
        <PartyBar
          key={party.partyId}
          party={party}
          verbs={verbsFor(party, parties)}
          contact={contact}
          source={source}
        />
      ))}
    </>
  );
}

/** While all talk together, the one who came first would have the customer. */
function verbsFor({ partyId, leg }: Party, parties: readonly Party[]): readonly Verb[] {
  switch (leg) {
    case 'ringing':
      return ['cancelConsult'];
    case 'private':
      return ['completeConsult', 'joinConsult', 'cancelConsult'];
    case 'joined':
      return parties[0]?.partyId === partyId && parties.every((one) => one.leg === 'joined') ? ['completeConsult'] : [];
  }
}

function PartyBar({
  party,
  verbs,
  contact,
  source,
}: Shown & { readonly party: Party; readonly verbs: readonly Verb[] }) {
  const texts = useTexts();
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{texts.partyIs[party.leg](party.name)}</MessageBarBody>
      <MessageBarActions>
        {verbs.map((verb) => (
          <PartyButton key={verb} verb={verb} contact={contact} source={source} />
        ))}
      </MessageBarActions>
    </MessageBar>
  );
}

function PartyButton({ verb, contact, source }: Shown & { readonly verb: Verb }) {
  const texts = useTexts();
  const api = useApi();
  const { interactionId } = contact;
  const act = useAct(
    useCallback(async () => {
      await api.call(verb, { params: { interactionId } });
      await source.refresh();
    }, [api, verb, interactionId, source]),
  );
  return (
    <>
      <Button size="small" disabledFocusable={act.isBusy} onClick={() => void act.run()}>
        {texts.consultVerbs[verb]}
      </Button>
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}
