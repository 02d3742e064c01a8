import { MessageBar, MessageBarActions, MessageBarBody, Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { troubleText, useTexts } from '../context';

interface Shown {
  readonly trouble: unknown;
  readonly onClose: () => void;
  /** Said instead of what the trouble itself says. */
  readonly words?: string;
}

/** What went wrong with something a person did; nothing while nothing did. */
export function Trouble({ trouble, onClose, words }: Shown) {
  const texts = useTexts();
  if (trouble === null) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{words ?? troubleText(texts, trouble)}</MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button appearance="transparent" aria-label={texts.close} icon={<DismissRegular />} onClick={onClose} />
        }
      />
    </MessageBar>
  );
}
