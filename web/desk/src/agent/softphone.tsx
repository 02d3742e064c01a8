import { Button, Card, Text, makeStyles, tokens } from '@fluentui/react-components';
import { CallRegular, MicOffRegular, MicRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { createSoftphone, type Softphone, type SoftphoneState } from '../../../voice/softphone';
import { useSource, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { readSettings } from '../settings';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'row', alignItems: 'center', gap: tokens.spacingHorizontalS },
  words: { flexGrow: 1 },
});

interface Shown {
  readonly source: Source<DeskState>;
  readonly tokenFor: (scope: string) => Promise<string>;
}

/** The agent's telephone where calls ring in the desk. The Calling SDK is loaded with it, and by nobody else. */
export default function SoftphoneCard({ source, tokenFor }: Shown) {
  const styles = useStyles();
  const texts = useTexts().softphone;
  const { phone, state } = useSoftphone(tokenFor);
  const contacts = useSource(source).state?.contacts ?? [];
  const segment = contacts.find(({ channel }) => channel === 'voice')?.segment ?? null;
  useEffect(() => {
    phone?.expect(segment === 'connecting');
    void phone?.keepApart(segment === null || segment === 'connecting' || segment === 'onHold');
  }, [phone, segment]);
  return (
    <Card className={styles.root} role="group" aria-label={texts.name}>
      <Text className={styles.words} role="status">
        {wordsOf(texts, state)}
      </Text>
      {phone !== undefined && <Buttons phone={phone} state={state} />}
    </Card>
  );
}

function Buttons({ phone, state }: { readonly phone: Softphone; readonly state: SoftphoneState }) {
  const texts = useTexts().softphone;
  switch (state.name) {
    case 'ringing':
      return (
        <Button appearance="primary" icon={<CallRegular />} onClick={() => void phone.answer()}>
          {texts.answer}
        </Button>
      );
    case 'inCall':
      return (
        <Button
          icon={state.isMuted ? <MicOffRegular /> : <MicRegular />}
          onClick={() => void phone.setMuted(!state.isMuted)}
        >
          {state.isMuted ? texts.unmute : texts.mute}
        </Button>
      );
    case 'failed':
      return <Button onClick={() => void phone.start()}>{texts.again}</Button>;
    case 'starting':
    case 'waiting':
      return null;
  }
}

function wordsOf(texts: ReturnType<typeof useTexts>['softphone'], state: SoftphoneState): string {
  switch (state.name) {
    case 'ringing':
      return texts.ringing(state.from);
    case 'inCall':
      return state.isApart ? texts.apart : texts.inCall;
    case 'failed':
      return texts.failed[state.reason];
    case 'starting':
    case 'waiting':
      return texts[state.name];
  }
}

/** One softphone as long as the desk is open. */
function useSoftphone(tokenFor: Shown['tokenFor']) {
  const [phone, setPhone] = useState<Softphone>();
  const [state, setState] = useState<SoftphoneState>({ name: 'starting' });
  useEffect(() => {
    let made: Softphone | undefined;
    let isOpen = true;
    void import('../../../voice/azure-softphone').then(({ createAzureSoftphone, SOFTPHONE_SCOPE }) => {
      if (!isOpen) return;
      const sdk = createAzureSoftphone(readSettings().communication);
      made = createSoftphone({ sdk, getToken: () => tokenFor(SOFTPHONE_SCOPE), onChange: setState });
      setPhone(made);
      void made.start();
    });
    return () => {
      isOpen = false;
      void made?.dispose();
    };
  }, [tokenFor]);
  return { phone, state };
}
