import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useState } from 'react';
import type { InteractionView, MessageView } from '../../../../shared/contracts/http/interaction';
import type { PastInteractionView } from '../../../../shared/contracts/http/with-customer';
import { useAct, useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import { ChannelIcon } from '../look/channel-icon';
import { Trouble } from '../look/trouble';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: 0,
    margin: 0,
    listStyle: 'none',
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  when: { flex: '1 1 0', minWidth: '160px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  words: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalXS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
  },
});

type History = Answered<'getCustomerHistory'>;

/** What the customer did before, under exactly the same address; opened by who holds the interaction. */
export function HistoryButton({ contact }: { readonly contact: InteractionView }) {
  const texts = useTexts();
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={<HistoryRegular />} aria-label={texts.history.open} />
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.history.title}</DialogTitle>
          <DialogContent>
            <History interactionId={contact.interactionId} />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="secondary">{texts.close}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function History({ interactionId }: { readonly interactionId: string }) {
  const styles = useStyles();
  const texts = useTexts();
  const api = useApi();
  const [history, setHistory] = useState<History | null>(null);
  const load = useAct(
    useCallback(async () => {
      setHistory(await api.call('getCustomerHistory', { params: { interactionId } }));
    }, [api, interactionId]),
  );
  const { run } = load;
  useEffect(() => void run(), [run]);
  return (
    <>
      <Trouble trouble={load.trouble} onClose={load.forget} />
      <Text block className={styles.quiet}>
        {history === null ? '' : leadOf(history, texts.history)}
      </Text>
      <ul className={styles.list}>
        {history?.past.map((past) => (
          <Past key={past.interactionId} interactionId={interactionId} past={past} />
        ))}
      </ul>
    </>
  );
}

function leadOf({ address, past }: History, words: ReturnType<typeof useTexts>['history']): string {
  if (address === null) return words.nobody;
  return past.length === 0 ? words.none(address) : words.lead(address);
}

interface PastShown {
  readonly interactionId: string;
  readonly past: PastInteractionView;
}

/** Its buttons keep the focus while they ask: without it the keyboard could not close the dialog. */
function Past({ interactionId, past }: PastShown) {
  const styles = useStyles();
  const texts = useTexts();
  const api = useApi();
  const [isSamePerson, setSamePerson] = useState(true);
  const [messages, setMessages] = useState<readonly MessageView[] | null>(null);
  const pastId = past.interactionId;
  const open = useAct(
    useCallback(async () => {
      setMessages(
        messages === null
          ? (await api.call('getPastInteraction', { params: { interactionId, pastId } })).messages
          : null,
      );
    }, [api, interactionId, pastId, messages]),
  );
  const part = useAct(
    useCallback(async () => {
      await api.call('setSamePerson', { params: { interactionId, pastId }, body: { isSamePerson: !isSamePerson } });
      setSamePerson(!isSamePerson);
      setMessages(null);
    }, [api, interactionId, pastId, isSamePerson]),
  );
  return (
    <li>
      <div className={styles.head}>
        <ChannelIcon channel={past.channel} />
        <Text className={styles.when}>{whenText(past)}</Text>
        {isSamePerson && (
          <Button
            size="small"
            aria-expanded={messages !== null}
            disabledFocusable={open.isBusy}
            onClick={() => void open.run()}
          >
            {texts.history.read}
          </Button>
        )}
        <Button size="small" appearance="subtle" disabledFocusable={part.isBusy} onClick={() => void part.run()}>
          {isSamePerson ? texts.history.part : texts.history.join}
        </Button>
      </div>
      <Trouble trouble={open.trouble} onClose={open.forget} />
      <Trouble trouble={part.trouble} onClose={part.forget} />
      {messages !== null && <Words messages={messages} />}
    </li>
  );
}

function Words({ messages }: { readonly messages: readonly MessageView[] }) {
  const styles = useStyles();
  const texts = useTexts();
  const nameOf = ({ author }: MessageView) =>
    author.kind === 'system' ? texts.automatic : (author.name ?? texts.customer);
  return (
    <div className={styles.words}>
      {messages.length === 0 ? texts.history.noWords : null}
      {messages.map((message) => (
        <Text key={message.key} size={200}>
          {nameOf(message)}: {message.text}
        </Text>
      ))}
    </div>
  );
}

const whenText = ({ openedAt, queueName, agentNames }: PastInteractionView): string => {
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  return [when.format(openedAt), queueName, agentNames.join(', ')].filter(Boolean).join(' · ');
};
