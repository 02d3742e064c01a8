import { Button, Textarea, makeStyles, tokens } from '@fluentui/react-components';
import { NoteAddRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { Trouble } from '../look/trouble';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  framed: { padding: tokens.spacingHorizontalM, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  button: { alignSelf: 'flex-end' },
});

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
  /** In the place of the reply box, where there is nobody to write to. */
  readonly isAlwaysOpen: boolean;
}

/** Where the agent writes something down for colleagues. */
export function Notes({ contact, source, isAlwaysOpen }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const api = useApi();
  const [text, setText] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const { interactionId } = contact;
  const add = useAct(
    useCallback(async () => {
      await api.call('addNote', { params: { interactionId }, body: { text: text.trim(), key } });
      setText('');
      setKey(crypto.randomUUID());
      await source.refresh();
    }, [api, interactionId, text, key, source]),
  );
  return (
    <div className={isAlwaysOpen ? `${styles.root} ${styles.framed}` : styles.root}>
      <Textarea
        aria-label={texts.addNote}
        placeholder={texts.notePlaceholder}
        value={text}
        maxLength={4_000}
        rows={2}
        onChange={(_event, { value }) => setText(value)}
      />
      <Trouble trouble={add.trouble} onClose={add.forget} />
      <Button
        className={styles.button}
        size="small"
        icon={<NoteAddRegular />}
        disabled={text.trim() === '' || add.isBusy}
        onClick={() => void add.run()}
      >
        {texts.addNote}
      </Button>
    </div>
  );
}
