import { Button, MessageBar, MessageBarBody, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import {
  ArchiveRegular,
  CallEndRegular,
  CallRegular,
  DismissCircleRegular,
  PauseRegular,
  PlayRegular,
} from '@fluentui/react-icons';
import { useCallback, useContext, type ReactElement } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { TenantContext, useAct, useApi, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { Consult, Parties } from './consult';
import { canMeet, Meet, MeetingBar } from './meeting';
import { RecordingControl } from './recording';
import { Recordings } from './recordings';
import { Handover, Transfer } from './transfer';
import { Trouble } from '../look/trouble';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
});

type Verb = 'hold' | 'unhold' | 'park' | 'hangUp' | 'connect';

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
  readonly isCompact: boolean;
}

/** What can be done with a contact as it stands; what its channel or state has not is not there. */
export function Controls({ contact, source, isCompact }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const tenantId = useContext(TenantContext);
  const verbs = verbsOf(contact);
  if (verbs.length === 0 && contact.parties.length === 0) return <div />;
  return (
    <div className={styles.root}>
      {contact.segment === 'connecting' && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{texts.connectLead}</MessageBarBody>
        </MessageBar>
      )}
      {contact.channel === 'voice' && tenantId !== null && <Recordings contact={contact} tenantId={tenantId} />}
      <Handover contact={contact} source={source} />
      <MeetingBar contact={contact} source={source} />
      <Parties contact={contact} source={source} />
      <div className={styles.row}>
        {verbs.map((verb) => (
          <VerbButton key={verb} verb={verb} contact={contact} source={source} isCompact={isCompact} />
        ))}
        <RecordingControl contact={contact} source={source} isCompact={isCompact} />
        {canConsult(contact) && <Consult contact={contact} source={source} isCompact={isCompact} />}
        {canMeet(contact) && <Meet contact={contact} source={source} isCompact={isCompact} />}
        {canTransfer(contact) && <Transfer contact={contact} source={source} isCompact={isCompact} />}
      </div>
    </div>
  );
}

/** One is asked at a time; those who talk with all may be several. */
const canConsult = (contact: InteractionView): boolean =>
  contact.channel === 'voice' && canTransfer(contact) && contact.parties.every(({ leg }) => leg === 'joined');

const canTransfer = ({ segment, handover }: InteractionView): boolean =>
  handover === null && (segment === 'talking' || segment === 'onHold');

function verbsOf({ channel, segment }: InteractionView): readonly Verb[] {
  switch (segment) {
    case 'connecting':
      return channel === 'voice' ? ['connect'] : [];
    case 'talking':
      return channel === 'voice' ? ['hold', 'hangUp'] : ['park', 'hangUp'];
    case 'consulting':
      return [];
    case 'onHold':
      return ['unhold', 'hangUp'];
    case 'wrappingUp':
    case 'done':
    case null:
      return [];
  }
}

const ICONS: Readonly<Record<Verb, ReactElement>> = {
  connect: <CallRegular />,
  hold: <PauseRegular />,
  unhold: <PlayRegular />,
  park: <ArchiveRegular />,
  hangUp: <CallEndRegular />,
};

function VerbButton({ verb, contact, source, isCompact }: Shown & { readonly verb: Verb }) {
  const texts = useTexts();
  const api = useApi();
  const { interactionId, offerId, channel } = contact;
  const act = useAct(
    useCallback(async () => {
      if (verb === 'connect') await api.call('connectOffer', { params: { offerId: offerId ?? '' } });
      else await api.call(verb, { params: { interactionId } });
      await source.refresh();
    }, [api, verb, interactionId, offerId, source]),
  );
  const words = {
    connect: texts.connect,
    hold: texts.hold,
    unhold: texts.resume,
    park: texts.park,
    hangUp: channel === 'voice' ? texts.hangUp : texts.endChat,
  }[verb];
  const button = (
    <Button
      size={isCompact ? 'small' : 'medium'}
      appearance={verb === 'connect' ? 'primary' : 'secondary'}
      icon={verb === 'hangUp' && channel !== 'voice' ? <DismissCircleRegular /> : ICONS[verb]}
      disabledFocusable={act.isBusy}
      onClick={() => void act.run()}
    >
      {words}
    </Button>
  );
  return (
    <>
      {verb === 'park' ? (
        <Tooltip content={texts.parkHint} relationship="description">
          {button}
        </Tooltip>
      ) : (
        button
      )}
      <Trouble trouble={act.trouble} onClose={act.forget} />
    </>
  );
}
