import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { ChatMultipleRegular } from '@fluentui/react-icons';
import { useTexts } from '../context';

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    display: 'grid',
    placeContent: 'center',
    justifyItems: 'center',
    gap: tokens.spacingVerticalS,
    textAlign: 'center',
    padding: tokens.spacingVerticalXXL,
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: '48px', color: tokens.colorNeutralForeground3 },
});

/** The place of the panels while the agent holds nothing. */
export function NoContacts() {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <div className={styles.root}>
      <ChatMultipleRegular className={styles.icon} aria-hidden />
      <Text size={400} weight="semibold">
        {texts.noContacts}
      </Text>
      <Text>{texts.noContactsLead}</Text>
    </div>
  );
}
