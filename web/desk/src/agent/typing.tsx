import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { useTexts } from '../context';
import { isTyping, onTyping } from '../data/typing';

const useStyles = makeStyles({
  root: { paddingInline: tokens.spacingHorizontalM, fontStyle: 'italic', color: tokens.colorNeutralForeground2 },
});

/** Says while the customer types. */
export function Typing({ interactionId, who }: { readonly interactionId: string; readonly who: string }) {
  const styles = useStyles();
  const texts = useTexts();
  const isShown = useSyncExternalStore(onTyping, () => isTyping(interactionId));
  return (
    <Text size={200} role="status" className={styles.root}>
      {isShown ? texts.typing(who) : ''}
    </Text>
  );
}
