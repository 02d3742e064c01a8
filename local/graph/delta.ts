import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { badRequest, failure, guardedRoute, notEmulated, Refused } from './answers';
import type { Folder, StoredMail } from './mail';
import { folderNamed, mailboxIn, mailsOf, type MailContext } from './mailbox-context';
import { filterOf } from './query';
import { appliedHeaders, preferencesOf, shapeOf, wireMessage, type Preferences } from './wire';
import { folderId } from './mail-ids';

const CHANGE_TYPES = ['created', 'updated', 'deleted'] as const;
const RECEIVED = /^receivedDateTime g[et] \S+$/i;

/** Where a round stands, and what the first request asked for: Graph puts it all into the token. */
const stateSchema = z.object({
  /** Changes up to this one were given. */
  after: z.number(),
  /** The round ends with this one; null between rounds. */
  until: z.number().nullable(),
  changeType: z.enum(CHANGE_TYPES).nullable(),
  filter: z.string().regex(RECEIVED).nullable(),
  select: z.array(z.string()).readonly().nullable(),
  expandAttachments: z.boolean(),
});
type DeltaState = z.infer<typeof stateSchema>;

const UNDERSTOOD = ['$select', '$expand', '$filter', '$orderby', '$top', '$deltatoken', '$skiptoken'] as const;

/** Incremental changes of a folder, after https://learn.microsoft.com/graph/api/message-delta. */
export function deltaRoutes(context: MailContext): readonly Route[] {
  const route = guardedRoute(context.options);
  const handle = (request: LocalRequest) => delta(context, request);
  return ['/{folder}/messages/delta', "('{folder}')/messages/delta"].flatMap((path) =>
    ['', '()'].map((call) => route('GET', `/users/{user}/mailFolders${path}${call}`, handle, UNDERSTOOD)),
  );
}

const PAGE = 10;

function delta(context: MailContext, request: LocalRequest): LocalResponse {
  const owner = mailboxIn(context, request);
  const folder = folderNamed(request.params['folder'] ?? '');
  const state = stateOf(request);
  const until = state.until ?? context.mails.lastSequence();
  const preferences = preferencesOf(request);
  const changes = changesOf(context, owner.address, folder, { ...state, until }, preferences);
  const page = changes.slice(0, preferences.pageSize ?? PAGE);
  const more = changes.length > page.length;
  const reached = more ? (page.at(-1)?.sequence ?? state.after) : until;
  const next: DeltaState = { ...state, after: reached, until: more ? until : null };
  const link = `${context.options.endpoint()}/users/${encodeURIComponent(owner.address)}/mailFolders/${folder}/messages/delta`;
  return {
    status: 200,
    headers: appliedHeaders(preferences),
    body: {
      value: page.map(({ wire }) => wire),
      ...(more
        ? { '@odata.nextLink': `${link}?$skiptoken=${encode(next)}` }
        : { '@odata.deltaLink': `${link}?$deltatoken=${encode(next)}` }),
    },
  };
}

interface Change {
  readonly sequence: number;
  readonly wire: object;
}

function changesOf(
  context: MailContext,
  address: string,
  folder: Folder,
  state: DeltaState & { readonly until: number },
  preferences: Preferences,
): readonly Change[] {
  const { after, until, changeType } = state;
  const mailbox = address.toLowerCase();
  const within = (sequence: number) => sequence > after && sequence <= until;
  const matches = filterOf(state.filter);
  const wanted = (type: string) => changeType === null || changeType === type;
  const sequenceOf = (mail: StoredMail) => (changeType === 'created' ? mail.addedSequence : mail.changedSequence);
  const present = mailsOf(context, { address })
    .filter((mail) => mail.folder === folder && within(sequenceOf(mail)) && matches(mail))
    .filter((mail) => wanted(mail.addedSequence > after ? 'created' : 'updated'))
    .map((mail) => ({ sequence: sequenceOf(mail), wire: wireMessage(mail, preferences, state) }));
  const gone = after === 0 || !wanted('deleted') ? [] : context.mails.departures(mailbox, folder);
  const removed = gone
    .filter(({ sequence }) => within(sequence))
    .map(({ sequence, mailId }) => ({
      sequence,
      wire: {
        id: preferences.immutableIds ? mailId : folderId({ id: mailId, folder }),
        '@removed': { reason: 'deleted' },
      },
    }));
  return [...present, ...removed].sort((a, b) => a.sequence - b.sequence);
}

const ORDER = /^receivedDateTime desc$/i;

function stateOf({ url }: LocalRequest): DeltaState {
  const query = url.searchParams;
  const token = query.get('$deltatoken') ?? query.get('$skiptoken');
  if (token !== null) return decode(token);
  const [changeType, filter, order] = [query.get('changeType'), query.get('$filter'), query.get('$orderby')];
  const known = CHANGE_TYPES.find((one) => one === changeType) ?? null;
  if (known === null && changeType !== null) throw new Refused(badRequest(`There is no changeType '${changeType}'.`));
  if ((filter !== null && !RECEIVED.test(filter)) || (order !== null && !ORDER.test(order)))
    throw new Refused(
      badRequest('Change tracking is not supported with this filter or order.', 'ErrorInvalidUrlQuery'),
    );
  if (query.has('$top')) throw new Refused(notEmulated('$top of a delta query'));
  return { after: 0, until: null, changeType: known, filter, ...shapeOf(url) };
}

const encode = (state: DeltaState): string => Buffer.from(JSON.stringify(state)).toString('base64url');

/** A token that is not ours asks for a new start, as an expired one does. */
function decode(token: string): DeltaState {
  try {
    const state = stateSchema.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
    if (state.success) return state.data;
  } catch {
    // Answered below.
  }
  throw new Refused(
    failure(410, 'SyncStateNotFound', 'The sync state generation is not found; start again without a token.'),
  );
}
