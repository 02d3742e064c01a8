import { randomBytes } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import type { Store } from '../kit/store';
import type { Activity, Attachment, TeamsOptions } from './options';

/** Something that an agent attached, or pasted into a text. */
export interface Attached {
  /** Null: a pasted picture, which has none. */
  readonly name: string | null;
  readonly content: Buffer;
}

interface StoredFile {
  readonly contentBase64: string;
  /** Whoever knows where a file lies may read it until then; pictures stay, and the bot alone may read them. */
  readonly readableUntil: number | null;
}

export interface TeamsFiles {
  /** Keeps them and answers how an activity names them. */
  attach(files: readonly Attached[]): Promise<readonly Attachment[]>;
  readonly routes: readonly Route[];
}

/** "A few minutes", says https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4. */
const READABLE_MS = 5 * 60_000;
const GONE: LocalResponse = { status: 404 };

/** What people put into their chats with the bot: files as OneDrive keeps them, pictures as the connector does. */
export function openFiles(
  { store, clock, serviceUrl }: Pick<TeamsOptions, 'store' | 'serviceUrl'> & { store: Store; clock: Clock },
  refuseStranger: (request: LocalRequest) => Promise<LocalResponse | undefined>,
): TeamsFiles {
  const files = store.collection<StoredFile>('teams_files');
  const base = () => serviceUrl().replace(/\/+$/, '');

  async function keep({ name, content }: Attached): Promise<Attachment> {
    const id = randomBytes(24).toString('hex');
    const readableUntil = name === null ? null : clock.now() + READABLE_MS;
    await files.put(id, { contentBase64: content.toString('base64'), readableUntil });
    return name === null ? pictureAt(`${base()}/v3/attachments/${id}/views/original`) : fileAt(base(), id, name);
  }

  const contentOf = ({ contentBase64 }: StoredFile): LocalResponse => ({
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(contentBase64, 'base64'),
  });

  return {
    attach: (all) => Promise.all(all.map(keep)),
    routes: [
      {
        method: 'GET',
        path: '/{region}/files/{id}',
        handle({ params }) {
          const file = files.get(params['id'] ?? '');
          const until = file?.readableUntil ?? 0;
          return file === undefined || clock.now() >= until ? GONE : contentOf(file);
        },
      },
      {
        method: 'GET',
        path: '/{region}/v3/attachments/{id}/views/original',
        async handle(request) {
          const refused = await refuseStranger(request);
          if (refused !== undefined) return refused;
          const file = files.get(request.params['id'] ?? '');
          return file?.readableUntil !== null ? GONE : contentOf(file);
        },
      },
    ],
  };
}

const pictureAt = (contentUrl: string): Attachment => ({ contentType: 'image/*', contentUrl });

const fileAt = (base: string, id: string, name: string): Attachment => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  contentUrl: `https://contoso-my.sharepoint.com/personal/somebody/Documents/${encodeURIComponent(name)}`,
  name,
  content: { downloadUrl: `${base}/files/${id}`, uniqueId: id, fileType: name.split('.').at(-1) ?? '' },
});

/** A message with files; Teams says the text in HTML beside them. */
export const withAttachments = (activity: Activity, files: readonly Attachment[]): Activity => ({
  ...activity,
  attachments: [...(activity.attachments ?? []), ...files],
});
