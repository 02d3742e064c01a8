import { shownName } from '../../../../shared/core/files/file-words';
import { troubleText, useTexts } from '../context';
import { Trouble } from '../look/trouble';
import type { Texts } from '../text/en';
import type { SendTrouble } from './send-file';

interface Shown {
  readonly trouble: SendTrouble;
  readonly onClose: () => void;
}

/** Which file was not sent, and why. */
export function FileTrouble({ trouble, onClose }: Shown) {
  const texts = useTexts();
  return <Trouble trouble={trouble} onClose={onClose} words={wordsOf(texts, trouble)} />;
}

const wordsOf = (texts: Texts, trouble: SendTrouble): string =>
  texts.file.notSent(
    shownName(trouble.name),
    trouble.kind === 'refused' ? texts.file.refusals[trouble.why] : troubleText(texts, trouble.error),
  );
