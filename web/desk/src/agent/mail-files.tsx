import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { acceptFile } from '../../../../shared/core/files/accept-file';
import { whyNotInMail } from '../../../../shared/core/files/mail-files';
import { useApi, useTexts } from '../context';
import { Trouble } from '../look/trouble';
import { FileButton } from './file-button';
import { FileTrouble } from './file-trouble';
import type { SendTrouble } from './send-file';

/** What is attached to a mail that is being written. */
export interface MailFiles {
  readonly attached: readonly Attached[];
  readonly fileIds: readonly string[];
  readonly isBusy: boolean;
  readonly trouble: AttachTrouble | null;
  attach(file: File): Promise<void>;
  detach(fileId: string): void;
  clear(): void;
  forget(): void;
}

interface Attached {
  readonly fileId: string;
  readonly name: string;
  readonly sizeBytes: number;
}

type AttachTrouble = SendTrouble | { readonly kind: 'together' };

export function useMailFiles(interactionId: string): MailFiles {
  const api = useApi();
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<AttachTrouble | null>(null);
  const attach = useCallback(
    async (file: File) => {
      const { name } = file;
      setBusy(true);
      setTrouble(await keep().catch((error: unknown) => ({ kind: 'failed', name, error }) as const));
      setBusy(false);

      async function keep(): Promise<AttachTrouble | null> {
        const content = new Uint8Array(await file.arrayBuffer());
        // Said at once, before much is sent for nothing; whether it may go is for the API to say.
        const verdict = acceptFile(name, content);
        if (verdict.kind === 'refused') return { kind: 'refused', name, why: verdict.why };
        const sizes = [...attached.map(({ sizeBytes }) => sizeBytes), content.byteLength];
        if (whyNotInMail(sizes) !== null) return { kind: 'together' };
        const query = { name, key: crypto.randomUUID() };
        const kept = await api.sendFile('keepMailFile', { params: { interactionId }, query }, content);
        setAttached((before) => [...before, kept]);
        return null;
      }
    },
    [api, interactionId, attached],
  );
  return {
    ...{ attached, isBusy, trouble, attach },
    fileIds: attached.map(({ fileId }) => fileId),
    detach: (fileId) => setAttached((before) => before.filter((one) => one.fileId !== fileId)),
    clear: useCallback(() => setAttached([]), []),
    forget: () => setTrouble(null),
  };
}

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
});

/** The files that go with the mail, each of which may be taken off again; and why one does not. */
export function MailFileList({ files }: { readonly files: MailFiles }) {
  const styles = useStyles();
  const texts = useTexts();
  const { attached, trouble, detach, forget } = files;
  return (
    <>
      {trouble?.kind === 'together' && <Trouble trouble={trouble} onClose={forget} words={texts.file.together} />}
      {trouble !== null && trouble.kind !== 'together' && <FileTrouble trouble={trouble} onClose={forget} />}
      {attached.length > 0 && (
        <ul className={styles.list} aria-label={texts.file.attached}>
          {attached.map(({ fileId, name }) => (
            <li key={fileId}>
              <Button
                size="small"
                icon={<DismissRegular />}
                iconPosition="after"
                aria-label={texts.file.detach(name)}
                onClick={() => detach(fileId)}
              >
                {name}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface AttachShown {
  readonly contact: InteractionView;
  readonly who: string;
  readonly files: MailFiles;
}

/** Takes a file for a mail; what is written otherwise takes none with it. */
export function AttachFile({ contact, who, files }: AttachShown) {
  const texts = useTexts();
  if (contact.channel !== 'email') return null;
  return (
    <FileButton
      who={who}
      label={texts.file.attach(who)}
      onChosen={(file) => void files.attach(file)}
      disabledFocusable={files.isBusy}
    />
  );
}
