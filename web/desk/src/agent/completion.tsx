import { Button, Field, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { useAct, useApi, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { clockText } from '../lib/durations';
import { Trouble } from '../look/trouble';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: tokens.spacingHorizontalS,
    alignItems: 'end',
  },
});

interface Shown {
  readonly contact: InteractionView;
  readonly source: Source<DeskState>;
  /** By the server's clock. */
  readonly now: number;
}

interface Codes {
  readonly codes: InteractionView['wrapUpCodes'];
  readonly code: string;
  readonly onCode: (code: string) => void;
}

function CodeField({ codes, code, onCode }: Codes) {
  const texts = useTexts();
  return (
    <Field label={texts.completeAs} required size="small">
      <Select size="small" value={code} onChange={(_event, { value }) => onCode(value)}>
        <option value="">{texts.chooseCode}</option>
        {codes.map((one) => (
          <option key={one.code} value={one.code}>
            {one.title}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** The end of a contact: with one of the codes of its queue, without which it cannot be completed. */
export function Completion({ contact, source, now }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const api = useApi();
  const [code, setCode] = useState('');
  const { interactionId, segment, wrapUpBy, wrapUpCodes } = contact;
  const complete = useAct(
    useCallback(async () => {
      const wrapUpCode = code === '' ? null : code;
      await api.call('complete', { params: { interactionId }, body: { wrapUpCode } });
      await source.refresh();
    }, [api, interactionId, code, source]),
  );
  if (segment !== 'talking' && segment !== 'onHold' && segment !== 'wrappingUp') return <div />;
  const isAsked = wrapUpCodes.length > 0;
  return (
    <footer className={styles.root}>
      <Trouble trouble={complete.trouble} onClose={complete.forget} />
      {wrapUpBy !== null && (
        <Text size={200} weight="semibold" role="timer">
          {texts.wrapUpLeft(clockText(wrapUpBy - now))}
        </Text>
      )}
      <div className={styles.row}>
        {isAsked ? <CodeField codes={wrapUpCodes} code={code} onCode={setCode} /> : <span />}
        <Button
          size="small"
          icon={<CheckmarkRegular />}
          appearance={segment === 'wrappingUp' ? 'primary' : 'secondary'}
          disabled={complete.isBusy || (isAsked && code === '')}
          onClick={() => void complete.run()}
        >
          {texts.complete}
        </Button>
      </div>
    </footer>
  );
}
