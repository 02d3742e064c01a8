import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  Textarea,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { NoteAddRegular, SendRegular, TextQuoteRegular } from '@fluentui/react-icons';
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import type { MessageChannel } from '../../../../shared/core/lib/channel';
import { saidSeldom } from '../../../page/typing';
import { useAct, useApi, useTexts, type Act } from '../context';
import type { DeskState } from '../data/desk';
import { serverNow } from '../data/server-clock';
import type { Source } from '../data/source';
import { replyState } from '../lib/reply-limits';
import { Trouble } from '../look/trouble';
import type { Texts } from '../text/en';
import { draftOf, keepDraft, type Draft } from './drafts';
import { AttachFile, MailFileList, useMailFiles } from './mail-files';
import { Notes } from './notes';
import { SendFile } from './send-file';
import { Typing } from './typing';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  foot: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, flexWrap: 'wrap' },
  count: { flexGrow: 1, textAlign: 'end', color: tokens.colorNeutralForeground2 },
  tooLong: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
});

interface Shown {
  readonly contact: InteractionView;
  readonly who: string;
  readonly source: Source<DeskState>;
}

/** Where the agent writes to the customer, within the limits of the channel. */
export function Composer({ contact, who, source }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const [isNoting, setNoting] = useState(false);
  const { draft, write, send, files } = useReply(contact.interactionId, source);
  const channel = contact.channel as MessageChannel;
  const typing = useTyping(contact);
  const limits = replyState(channel, draft.text);
  const canSend = limits.kind === 'ready' && !send.isBusy && !files.isBusy;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isToSend(event, channel)) return;
    event.preventDefault();
    if (canSend) void send.run();
  };
  return (
    <div className={styles.root}>
      {channel === 'chat' && <Typing interactionId={contact.interactionId} who={who} />}
      <Trouble trouble={send.trouble} onClose={send.forget} words={texts.sendFailed} />
      <Textarea
        aria-label={texts.reply(who)}
        placeholder={texts.replyPlaceholder[channel]}
        value={draft.text}
        rows={channel === 'email' ? 5 : 2}
        resize="vertical"
        onChange={(_event, { value }) => {
          write(value);
          typing();
        }}
        onKeyDown={onKeyDown}
      />
      <MailFileList files={files} />
      <div className={styles.foot}>
        <Canned contact={contact} onChoose={(text) => write(draft.text === '' ? text : `${draft.text}\n${text}`)} />
        <SendFile contact={contact} who={who} source={source} />
        <AttachFile contact={contact} who={who} files={files} />
        <Button
          size="small"
          appearance="subtle"
          icon={<NoteAddRegular />}
          aria-label={texts.addNote}
          aria-expanded={isNoting}
          onClick={() => setNoting(!isNoting)}
        />
        <Count limits={limits} />
        <SendButton send={send} canSend={canSend} hint={texts.sendHint[channel]} />
      </div>
      {isNoting && <Notes contact={contact} source={source} isAlwaysOpen={false} />}
    </div>
  );
}

/** Enter by itself; a mail has lines, so that it takes another key beside it. */
const isToSend = (event: KeyboardEvent, channel: MessageChannel): boolean =>
  event.key === 'Enter' &&
  !event.shiftKey &&
  !event.nativeEvent.isComposing &&
  (channel !== 'email' || event.ctrlKey || event.metaKey);

function Count({ limits }: { readonly limits: ReturnType<typeof replyState> }) {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <Text size={200} className={mergeClasses(styles.count, limits.kind === 'tooLong' && styles.tooLong)}>
      {countText(texts, limits)}
    </Text>
  );
}

/** Tells the page of a chat that the agent types; other channels show nothing of it. */
function useTyping({ interactionId, channel }: InteractionView): () => void {
  const api = useApi();
  return useMemo(() => {
    if (channel !== 'chat') return () => undefined;
    return saidSeldom(() => api.call('typeToCustomer', { params: { interactionId } }));
  }, [api, channel, interactionId]);
}

function SendButton({ send, canSend, hint }: { readonly send: Act; readonly canSend: boolean; readonly hint: string }) {
  const texts = useTexts();
  return (
    <Button
      size="small"
      appearance="primary"
      icon={<SendRegular />}
      title={hint}
      disabled={!canSend}
      onClick={() => void send.run()}
    >
      {texts.send}
    </Button>
  );
}

/** Characters matter only when they run out; segments always, because they are paid. */
const FEW = 500;

function countText(texts: Texts, { kind, left, segments }: ReturnType<typeof replyState>): string {
  if (kind === 'tooLong') return texts.tooLong;
  if (segments !== null) return texts.segments(segments, left);
  return left < FEW ? texts.charactersLeft(left) : '';
}

function useReply(interactionId: string, source: Source<DeskState>) {
  const files = useMailFiles(interactionId);
  const { fileIds, clear } = files;
  const api = useApi();
  const [draft, setDraft] = useState(() => draftOf(interactionId));
  const keep = useCallback(
    (next: Draft) => {
      keepDraft(interactionId, next);
      setDraft(next);
    },
    [interactionId],
  );
  const send = useAct(
    useCallback(async () => {
      const tried = draft.tried ?? { key: crypto.randomUUID(), writtenAt: serverNow() };
      keep({ text: draft.text, tried });
      const body = { text: draft.text.trim(), ...tried, fileIds: [...fileIds] };
      await api.call('replyToCustomer', { params: { interactionId }, body });
      keep({ text: '', tried: null });
      clear();
      await source.refresh();
    }, [api, draft, fileIds, clear, keep, interactionId, source]),
  );
  return { draft, write: (text: string) => keep({ text, tried: null }), send, files };
}

interface CannedShown {
  readonly contact: InteractionView;
  readonly onChoose: (text: string) => void;
}

function Canned({ contact, onChoose }: CannedShown) {
  const texts = useTexts();
  if (contact.cannedReplies.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={<TextQuoteRegular />} aria-label={texts.canned} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {contact.cannedReplies.map(({ id, title, text }) => (
            <MenuItem key={id} subText={text} onClick={() => onChoose(text)}>
              {title}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
