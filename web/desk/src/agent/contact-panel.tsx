import { Badge, Subtitle2, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useNow, useTexts } from '../context';
import { acceptedAt, type DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { clockText } from '../lib/durations';
import { ChannelIcon } from '../look/channel-icon';
import { Composer } from './composer';
import { Completion } from './completion';
import { addressOf, customerOf } from './contact-facts';
import { Controls } from './controls';
import { HistoryButton } from './history';
import { Notes } from './notes';
import { Stream } from './stream';

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gridTemplateRows: 'auto auto minmax(0, 1fr) auto auto',
    minHeight: '0',
    minWidth: 0,
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    '@media (max-width: 860px)': { height: 'max(480px, calc(100dvh - 80px))' },
  },
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}`,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  said: { overflowWrap: 'anywhere' },
  signs: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  end: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', gap: tokens.spacingVerticalXXS },
});

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
  readonly isCompact: boolean;
  readonly className: string | undefined;
}

/** One contact: who it is, what was said, what can be done. Nothing of it is shared with the panel beside it. */
export function ContactPanel({ contact, source, isCompact, className }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const now = useNow();
  const who = customerOf(contact, texts);
  const about = [contact.queueName, addressOf(contact, texts)].filter((one) => one !== null).join(' · ');
  const isWritten = contact.channel !== 'voice';
  return (
    <article className={mergeClasses(styles.panel, className)} aria-label={texts.conversation(who)}>
      <header className={styles.head}>
        <ChannelIcon channel={contact.channel} />
        <div>
          <Subtitle2 as="h2" truncate wrap={false} block style={{ margin: 0 }}>
            {who}
          </Subtitle2>
          <Text size={200} truncate wrap={false} block className={styles.quiet}>
            {about}
          </Text>
          <CameWithCall contact={contact} />
        </div>
        <div className={styles.end}>
          <div className={styles.signs}>
            <HistoryButton contact={contact} />
            <PhaseBadge contact={contact} />
          </div>
          <Text size={200} font="numeric" className={styles.quiet}>
            {clockText(now - acceptedAt(contact))}
          </Text>
        </div>
      </header>
      <Controls contact={contact} source={source} isCompact={isCompact} />
      <Stream contact={contact} who={who} />
      {isWritten && contact.segment === 'talking' ? (
        <Composer contact={contact} who={who} source={source} />
      ) : (
        <Notes contact={contact} source={source} isAlwaysOpen />
      )}
      <Completion contact={contact} source={source} now={now} />
    </article>
  );
}

/** What the caller's own network or system said along with the call. */
function CameWithCall({ contact: { headers } }: { readonly contact: InteractionView }) {
  const styles = useStyles();
  const texts = useTexts();
  if (headers.length === 0) return null;
  const said = headers.map(({ name, value }) => `${name}: ${value}`).join(' · ');
  return (
    <Text size={200} block className={mergeClasses(styles.quiet, styles.said)}>
      {texts.cameWithCall(said)}
    </Text>
  );
}

const COLOURS = {
  connecting: 'warning',
  talking: 'success',
  onHold: 'warning',
  consulting: 'warning',
  wrappingUp: 'informative',
  done: 'subtle',
  offered: 'brand',
} as const;

function PhaseBadge({ contact }: { readonly contact: InteractionView }) {
  const texts = useTexts();
  const phase = contact.segment ?? 'offered';
  return (
    <Badge appearance="tint" color={COLOURS[phase]}>
      {texts.phases[phase]}
    </Badge>
  );
}
