import { Button, type ButtonProps } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons';
import { useRef } from 'react';
import { FILE_KINDS } from '../../../../shared/core/files/file-kinds';
import { useTexts } from '../context';

interface Shown extends Pick<ButtonProps, 'disabled' | 'disabledFocusable'> {
  readonly who: string;
  readonly label: string;
  readonly onChosen: (file: File) => void;
}

/** Chooses a file of a kind that customers may be sent. */
export function FileButton({ who, label, onChosen, ...state }: Shown) {
  const texts = useTexts();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        hidden
        aria-label={texts.file.choose(who)}
        accept={[...FILE_KINDS.keys()].map((ending) => `.${ending}`).join(',')}
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          // The same file may be chosen again.
          target.value = '';
          if (chosen !== undefined) onChosen(chosen);
        }}
      />
      <Button
        size="small"
        appearance="subtle"
        icon={<AttachRegular />}
        aria-label={label}
        title={texts.file.hint}
        onClick={() => field.current?.click()}
        {...state}
      />
    </>
  );
}
