import { Badge, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useNow, useTexts } from '../context';
import { acceptedAt } from '../data/desk';
import { clockText } from '../lib/durations';
import { ChannelIcon } from '../look/channel-icon';
import { SectionTitle } from '../look/section-title';
import { customerOf, owesAnswer } from './contact-facts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  row: {
    width: '100%',
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    textAlign: 'start',
    font: 'inherit',
    color: 'inherit',
    cursor: 'pointer',
    backgroundColor: 'transparent',
    border: `1px solid transparent`,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  shown: { backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke1}` },
  quiet: { color: tokens.colorNeutralForeground2 },
  end: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', gap: tokens.spacingVerticalXXS },
});

interface Shown {
  readonly contacts: readonly InteractionView[];
  readonly shownId: string | undefined;
  readonly onChoose: (interactionId: string) => void;
}

/** What the agent holds, each with how long and whether the customer waits for a word. */
export function ContactList({ contacts, shownId, onChoose }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const now = useNow();
  return (
    <section className={styles.section} aria-label={texts.contacts}>
      <SectionTitle words={texts.contacts} count={contacts.length} />
      {contacts.length === 0 && (
        <Text size={200} className={styles.quiet}>
          {texts.noContacts}
        </Text>
      )}
      <ul className={styles.list}>
        {contacts.map((contact) => (
          <li key={contact.interactionId}>
            <button
              type="button"
              className={mergeClasses(styles.row, contact.interactionId === shownId && styles.shown)}
              aria-current={contact.interactionId === shownId}
              onClick={() => onChoose(contact.interactionId)}
            >
              <ChannelIcon channel={contact.channel} />
              <span>
                <Text weight={owesAnswer(contact) ? 'bold' : 'regular'} truncate wrap={false} block>
                  {customerOf(contact, texts)}
                </Text>
                <Text size={200} truncate wrap={false} block className={styles.quiet}>
                  {lastWordOf(contact) ?? contact.queueName}
                </Text>
              </span>
              <span className={styles.end}>
                <Text size={200} font="numeric" className={styles.quiet}>
                  {clockText(now - acceptedAt(contact))}
                </Text>
                {owesAnswer(contact) && (
                  <Badge size="extra-small" color="danger" role="img" aria-label={texts.needsAnswer} />
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const lastWordOf = ({ messages }: InteractionView): string | undefined => messages.at(-1)?.text;
