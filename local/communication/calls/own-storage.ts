import type { Post } from '../../kit/post';
import { wavOf, type RecordingFiles } from './recording-file';

/** Where a recording goes in a container of the resource's owner. */
export interface Upload {
  readonly content: string;
  readonly metadata: string;
  readonly files: RecordingFiles;
}

/** What the resource writes into other people's containers with. */
export interface OwnStorage {
  readonly post: Post;
  /** An Entra token of its managed identity for Azure Storage. */
  readonly token: () => Promise<string>;
}

const API_VERSION = '2021-12-02';

/**
 * The folders and names that Microsoft documents:
 * https://learn.microsoft.com/azure/communication-services/quickstarts/call-automation/call-recording/bring-your-own-storage
 */
export function placesIn(container: string, { at, callId, recordingId, unique }: PlacedFile) {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
  const folder = `${container.replace(/\/+$/, '')}/${day}/${callId}/${recordingId.slice(0, 8)}-${unique}`;
  return {
    content: `${folder}/0-audiowav.${recordingId}.wav`,
    metadata: `${folder}/0-acsmetadata.${recordingId}.json`,
  };
}

interface PlacedFile {
  readonly at: number;
  readonly callId: string;
  readonly recordingId: string;
  readonly unique: string;
}

/** True when both files are there; false where the container, or the right to write into it, is missing. */
export async function upload(storage: OwnStorage | undefined, { content, metadata, files }: Upload): Promise<boolean> {
  if (storage === undefined) return false;
  const authorization = `Bearer ${await storage.token()}`;
  const put = async (url: string, contentType: string, body: string | Buffer): Promise<boolean> => {
    const headers = { authorization, 'x-ms-version': API_VERSION, 'x-ms-blob-type': 'BlockBlob' };
    const sent = { url, method: 'PUT', headers: { ...headers, 'content-type': contentType }, body };
    // Whatever goes wrong, Azure keeps the recording in its own storage and says that it is there.
    return storage.post(sent).then(
      ({ status }) => status === 201,
      () => false,
    );
  };
  return (
    (await put(metadata, 'application/json', JSON.stringify(files.metadata))) && put(content, 'audio/wav', wavOf(files))
  );
}
