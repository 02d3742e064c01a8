import { Link, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AttachRegular, NoteRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useRef } from 'react';
import type { InteractionView, MessageView, NoteView } from '../../../../shared/contracts/http/interaction';
import { keepAtEnd } from '../../../page/keep-at-end';
import { saveFile } from '../../../page/save-file';
import { useAct, useApi, useTexts } from '../context';
import { timeText } from '../lib/time-text';
import { Trouble } from '../look/trouble';
import { Said } from './said';
import { streamEntries, type StreamEntry } from './stream-entries';

const useStyles = makeStyles({
  log: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground2,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  event: {
    alignSelf: 'center',
    textAlign: 'center',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  entry: { display: 'flex', flexDirection: 'column', maxWidth: '88%', gap: tokens.spacingVerticalXXS },
  in: { alignSelf: 'flex-start', alignItems: 'flex-start' },
  out: { alignSelf: 'flex-end', alignItems: 'flex-end' },
  bubble: {
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusLarge,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  bubbleIn: { backgroundColor: tokens.colorNeutralBackground1, boxShadow: tokens.shadow2 },
  bubbleOut: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
  bubbleSystem: {
    backgroundColor: tokens.colorNeutralBackground4,
    color: tokens.colorNeutralForeground1,
  },
  meta: { fontSize: tokens.fontSizeBase100, color: tokens.colorNeutralForeground2 },
  failed: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  note: {
    alignSelf: 'stretch',
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorPaletteYellowBackground1,
    border: `1px dashed ${tokens.colorPaletteYellowBorder2}`,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** What was said, written down and done, the newest at the end and in sight. */
export function Stream({ contact, who }: { readonly contact: InteractionView; readonly who: string }) {
  const styles = useStyles();
  const texts = useTexts();
  const log = useRef<HTMLDivElement>(null);
  const entries = streamEntries(contact, texts);
  const newest = entries.at(-1)?.key;
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [newest]);
  useEffect(() => (log.current === null ? undefined : keepAtEnd(log.current)), []);
  return (
    <div ref={log} className={styles.log} role="log" tabIndex={0} aria-label={texts.conversation(who)}>
      {entries.map((entry) => (
        <Entry key={entry.key} entry={entry} interactionId={contact.interactionId} />
      ))}
    </div>
  );
}

function Entry({ entry, interactionId }: { readonly entry: StreamEntry; readonly interactionId: string }) {
  const styles = useStyles();
  switch (entry.kind) {
    case 'message':
      return <Message message={entry.message} interactionId={interactionId} />;
    case 'said':
      return <Said utterance={entry.utterance} />;
    case 'note':
      return <Note note={entry.note} />;
    case 'event':
      return (
        <div className={styles.event}>
          {timeText(entry.at)} · {entry.words}
        </div>
      );
  }
}

interface AttachedFile {
  readonly interactionId: string;
  readonly message: string;
  readonly index: number;
  readonly file: MessageView['attachments'][number];
}

/** A file of a message: read through the API, for the store gives nothing to a browser, and kept, never shown. */
function Attached({ interactionId, message, index, file }: AttachedFile) {
  const texts = useTexts();
  const api = useApi();
  const keep = useAct(
    useCallback(async () => {
      const content = await api.file('getAttachment', { params: { interactionId, index }, query: { message } });
      saveFile(file.name, content);
    }, [api, interactionId, index, message, file.name]),
  );
  return (
    <>
      <Link as="button" aria-label={texts.openAttachment(file.name)} onClick={() => void keep.run()}>
        <AttachRegular aria-hidden /> {texts.attachment(file.name, sizeText(file.sizeBytes))}
      </Link>
      <Trouble trouble={keep.trouble} onClose={keep.forget} />
    </>
  );
}

function Message({ message, interactionId }: { readonly message: MessageView; readonly interactionId: string }) {
  const styles = useStyles();
  const texts = useTexts();
  const { direction, author, text, attachments, sentAt, delivery } = message;
  const own = author.kind === 'system' ? styles.bubbleSystem : styles.bubbleOut;
  const name = author.kind === 'system' ? texts.automatic : author.name;
  return (
    <div className={mergeClasses(styles.entry, direction === 'in' ? styles.in : styles.out)}>
      <div className={mergeClasses(styles.bubble, direction === 'in' ? styles.bubbleIn : own)}>{text}</div>
      {attachments.map((one, index) => (
        <Attached key={one.url} interactionId={interactionId} message={message.key} index={index} file={one} />
      ))}
      <span className={styles.meta}>
        {[name, timeText(sentAt)].filter((one) => one !== null).join(' · ')}
        {direction === 'out' && (
          <>
            {' · '}
            <span className={delivery.status === 'failed' ? styles.failed : undefined}>
              {delivery.status === 'failed' && delivery.code === 'sendAsDenied'
                ? texts.sendAsDenied
                : texts.delivery[delivery.status]}
            </span>
          </>
        )}
      </span>
    </div>
  );
}

const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

function Note({ note }: { readonly note: NoteView }) {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <div className={styles.note}>
      <NoteRegular aria-hidden fontSize={18} />
      <div>
        <Text block>{note.text}</Text>
        <span className={styles.meta}>
          {texts.noteBy(note.author)} · {timeText(note.writtenAt)}
        </span>
      </div>
    </div>
  );
}
