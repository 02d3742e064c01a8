import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { UtteranceView } from '../../../../shared/contracts/http/interaction';
import { useTexts } from '../context';
import { timeText } from '../lib/time-text';

const useStyles = makeStyles({
  entry: { display: 'flex', flexDirection: 'column', maxWidth: '88%', gap: tokens.spacingVerticalXXS },
  in: { alignSelf: 'flex-start', alignItems: 'flex-start' },
  out: { alignSelf: 'flex-end', alignItems: 'flex-end' },
  words: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground1,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
  },
  meta: { fontSize: tokens.fontSizeBase100, color: tokens.colorNeutralForeground2 },
});

/** Something that was said in a call, as a machine understood it: no bubble, for nobody wrote it. */
export function Said({ utterance }: { readonly utterance: UtteranceView }) {
  const styles = useStyles();
  const texts = useTexts();
  const { speaker, text, saidAt } = utterance;
  const name = speaker.name ?? texts.recording.speakers[speaker.kind];
  return (
    <div className={mergeClasses(styles.entry, speaker.kind === 'agent' ? styles.out : styles.in)}>
      <div className={styles.words}>{text}</div>
      <span className={styles.meta}>
        {name} · {timeText(saidAt)}
      </span>
    </div>
  );
}
