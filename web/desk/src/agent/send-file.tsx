import { makeStyles } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { InteractionView } from '../../../../shared/contracts/http/interaction';
import { acceptFile, LARGEST_FILE_BYTES, type FileRefusal } from '../../../../shared/core/files/accept-file';
import { useApi, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import { serverNow } from '../data/server-clock';
import type { Source } from '../data/source';
import { FileButton } from './file-button';
import { FileTrouble } from './file-trouble';

const useStyles = makeStyles({
  // On a line of its own, above the buttons.
  trouble: { order: -1, flexBasis: '100%' },
});

interface Shown {
  readonly contact: InteractionView;
  readonly who: string;
  readonly source: Source<DeskState>;
}

/** What keeps a file from its customer: itself, or the way to them. */
export type SendTrouble =
  | { readonly kind: 'refused'; readonly name: string; readonly why: FileRefusal }
  | { readonly kind: 'failed'; readonly name: string; readonly error: unknown };

/** Sends files to the customer of a chat; the other channels carry none from here. */
export function SendFile({ contact, who, source }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const { send, isBusy, trouble, forget } = useSending(contact.interactionId, source);
  if (contact.channel !== 'chat') return null;
  return (
    <>
      <FileButton who={who} label={texts.file.send(who)} onChosen={(file) => void send(file)} disabled={isBusy} />
      {trouble !== null && (
        <div className={styles.trouble}>
          <FileTrouble trouble={trouble} onClose={forget} />
        </div>
      )}
    </>
  );
}

function useSending(interactionId: string, source: Source<DeskState>) {
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<SendTrouble | null>(null);
  const send = useCallback(
    async (file: File) => {
      setBusy(true);
      setTrouble(await sendOne(file).catch((error: unknown) => ({ kind: 'failed', name: file.name, error }) as const));
      setBusy(false);

      async function sendOne({ name, size }: File): Promise<SendTrouble | null> {
        // Said at once, before much is sent for nothing; whether it may go is for the API to say.
        if (size > LARGEST_FILE_BYTES) return { kind: 'refused', name, why: 'tooLarge' };
        const content = new Uint8Array(await file.arrayBuffer());
        const verdict = acceptFile(name, content);
        if (verdict.kind === 'refused') return { kind: 'refused', name, why: verdict.why };
        const query = { name: verdict.name, key: crypto.randomUUID(), writtenAt: serverNow() };
        await api.sendFile('sendFileToCustomer', { params: { interactionId }, query }, content);
        await source.refresh();
        return null;
      }
    },
    [api, interactionId, source],
  );
  return { send, isBusy, trouble, forget: () => setTrouble(null) };
}
