import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTexts } from '../context';

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

interface Opener {
  readonly label: string;
  readonly icon: ReactElement;
  readonly isCompact?: boolean;
  /** The form, as new each time the dialog opens. */
  readonly form: (close: () => void) => ReactNode;
}

/** A button that opens a form. */
export function FormDialog({ label, icon, isCompact = false, form }: Opener) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={(_event, { open }) => setOpen(open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button size={isCompact ? 'small' : 'medium'} icon={icon}>
          {label}
        </Button>
      </DialogTrigger>
      <DialogSurface>{isOpen && form(() => setOpen(false))}</DialogSurface>
    </Dialog>
  );
}

interface Body {
  readonly title: string;
  readonly submit: { readonly label: string; readonly isDisabled: boolean; readonly run: () => unknown };
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Fields under a title, with the buttons that send or leave them. */
export function FormBody({ title, submit, onCancel, children }: Body) {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={styles.fields}>{children}</DialogContent>
      <DialogActions>
        <Button onClick={onCancel}>{texts.cancel}</Button>
        <Button appearance="primary" disabled={submit.isDisabled} onClick={() => void submit.run()}>
          {submit.label}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
