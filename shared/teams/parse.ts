import { z } from 'zod';
import type { DeskFile, Quoted } from '../ports/agent-desk';
import { encodeActivity } from './address';
import {
  CARD_VERBS,
  MEMO_INPUT,
  NOTE_CHARACTERS,
  NOTE_INPUT,
  REPLY_INPUT,
  TRANSFER_INPUT,
  WRAP_UP_INPUT,
  type CardVerb,
} from './cards';
import { quotingReply, type Quotation } from './quotation';

/** Who did it, and how to reach them again: what the directory keeps of an agent (`DeskAddress`). */
export interface DeskSender {
  readonly entraTenantId: string;
  readonly entraObjectId: string;
  readonly teamsUserId: string;
  readonly name: string | null;
  readonly conversationId: string;
  readonly serviceUrl: string;
}

/** What an agent did in the chat with the bot. */
export type DeskActivity =
  | {
      readonly kind: 'message';
      readonly sender: DeskSender;
      /** The same for every delivery of the message. */
      readonly sourceId: string;
      /** Empty where there are files alone. */
      readonly text: string;
      readonly files: readonly DeskFile[];
      /** Says which interaction is meant. */
      readonly inReplyTo: Quoted | null;
      readonly sentAt: number | null;
    }
  | {
      readonly kind: 'cardAction';
      readonly sender: DeskSender;
      readonly sourceId: string;
      /** The card pressed (`DeskResult.ref`). */
      readonly cardRef: string | null;
      readonly verb: CardVerb;
      readonly interactionId: string;
      readonly offerId: string | null;
      readonly wrapUpCode: string | null;
      readonly transferTo: string | null;
      readonly note: string | null;
      /** For colleagues. */
      readonly memo: string | null;
      /** The canned reply that was chosen. */
      readonly replyId: string | null;
    }
  | {
      /** Of a message that was sent before: what stands there now, null where it was taken away. */
      readonly kind: 'changed';
      readonly sender: DeskSender;
      /** `sourceId` of that message. */
      readonly messageId: string;
      readonly text: string | null;
      readonly changedAt: number | null;
    }
  | { readonly kind: 'installed'; readonly sender: DeskSender }
  | { readonly kind: 'removed'; readonly sender: DeskSender }
  | { readonly kind: 'unsupported'; readonly what: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** What the token of the request must vouch for; read before anything else is. */
export interface ActivityOrigin {
  readonly serviceUrl: string;
  readonly channelId: string;
}

const originSchema = z.object({ serviceUrl: z.string().min(1), channelId: z.string().min(1) });

/** Undefined when it is no activity at all. */
export const originOf = (body: unknown): ActivityOrigin | undefined => originSchema.safeParse(body).data;

const account = z.object({
  id: z.string().min(1),
  aadObjectId: z.string().min(1).optional(),
  name: z.string().optional(),
});
const activitySchema = z.object({
  type: z.string(),
  id: z.string().min(1).optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  text: z.string().optional(),
  timestamp: z.string().optional(),
  replyToId: z.string().optional(),
  serviceUrl: z.string().min(1),
  from: account,
  recipient: account.optional(),
  conversation: z.object({
    id: z.string().min(1),
    tenantId: z.string().optional(),
    conversationType: z.string().optional(),
  }),
  channelData: z.object({ tenant: z.object({ id: z.string() }).optional() }).optional(),
  membersAdded: z.array(account).optional(),
  membersRemoved: z.array(account).optional(),
  attachments: z
    .array(
      z.object({
        contentType: z.string(),
        content: z.unknown().optional(),
        contentUrl: z.string().optional(),
        name: z.string().optional(),
      }),
    )
    .optional(),
  value: z.unknown().optional(),
});
type Activity = z.infer<typeof activitySchema>;

const actionSchema = z.object({
  action: z.object({
    verb: z.string(),
    data: z.object({
      interactionId: z.string().min(1),
      offerId: z.string().min(1).optional(),
      [WRAP_UP_INPUT]: z.string().optional(),
      [TRANSFER_INPUT]: z.string().max(200).optional(),
      [NOTE_INPUT]: z.string().max(NOTE_CHARACTERS).optional(),
      [MEMO_INPUT]: z.string().max(NOTE_CHARACTERS).optional(),
      [REPLY_INPUT]: z.string().max(200).optional(),
    }),
  }),
});
const verbSchema = z.enum(CARD_VERBS);

/** Reads an activity that the Bot connector posted, after its token was validated. */
export function parseActivity(body: unknown): DeskActivity {
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const activity = parsed.data;
  const sender = senderOf(activity);
  if (!sender) return { kind: 'unsupported', what: `${activity.type} of nobody in Entra` };
  // Group chats and channels: the relay is a 1:1 chat, and a text meant for colleagues must not reach a customer.
  const conversationType = activity.conversation.conversationType ?? 'personal';
  if (conversationType !== 'personal')
    return { kind: 'unsupported', what: `${activity.type} in a ${conversationType}` };
  return dispatch(activity, sender);
}

function dispatch(activity: Activity, sender: DeskSender): DeskActivity {
  switch (activity.type) {
    case 'message':
      return messageOf(activity, sender);
    case 'messageUpdate':
    case 'messageDelete':
      return changeOf(activity, sender);
    case 'invoke':
      return actionOf(activity, sender);
    case 'installationUpdate':
      return installationOf(activity, sender);
    case 'conversationUpdate':
      return membershipOf(activity, sender);
    default:
      return { kind: 'unsupported', what: activity.type };
  }
}

function senderOf({ from, conversation, channelData, serviceUrl }: Activity): DeskSender | undefined {
  const entraTenantId = channelData?.tenant?.id ?? conversation.tenantId;
  if (!from.aadObjectId || !entraTenantId) return undefined;
  return {
    entraTenantId,
    entraObjectId: from.aadObjectId,
    teamsUserId: from.id,
    name: from.name ?? null,
    conversationId: conversation.id,
    serviceUrl,
  };
}

function messageOf(activity: Activity, sender: DeskSender): DeskActivity {
  if (!activity.id) return { kind: 'malformed', why: 'a message without an id' };
  const quoting = quotingReply(activity);
  const text = (quoting?.text ?? activity.text ?? '').trim();
  const files = filesOf(activity);
  if (text === '' && files.length === 0) return { kind: 'unsupported', what: 'message without text' };
  return {
    kind: 'message',
    sender,
    sourceId: activity.id,
    text,
    files,
    inReplyTo: quotedBy(activity, sender, quoting),
    sentAt: instantOf(activity),
  };
}

const FILE = 'application/vnd.microsoft.teams.file.download.info';
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
const fileSchema = z.object({ downloadUrl: z.string().min(1) });

const filesOf = ({ attachments = [] }: Activity): readonly DeskFile[] =>
  attachments.flatMap(({ contentType, content, contentUrl, name }): DeskFile[] => {
    if (contentType.startsWith('image/')) return contentUrl === undefined ? [] : [{ kind: 'picture', url: contentUrl }];
    const file = contentType === FILE ? fileSchema.safeParse(content).data : undefined;
    return file === undefined ? [] : [{ kind: 'file', name: name ?? '', url: file.downloadUrl }];
  });

/** When it happened, by Teams; null where it says nothing that can be read. */
function instantOf({ timestamp }: Activity): number | null {
  const at = Date.parse(timestamp ?? '');
  return Number.isNaN(at) ? null : at;
}

/** A message that is brought back says what an edit says. Both keep the id of the message they are of. */
function changeOf(activity: Activity, sender: DeskSender): DeskActivity {
  if (!activity.id) return { kind: 'malformed', why: 'a change of a message without an id' };
  const text = activity.type === 'messageDelete' ? null : (quotingReply(activity)?.text ?? activity.text ?? '').trim();
  if (text === '') return { kind: 'unsupported', what: 'message without text' };
  return {
    kind: 'changed',
    sender,
    messageId: activity.id,
    text,
    changedAt: instantOf(activity),
  };
}

const refOf = ({ conversationId }: DeskSender, activityId: string): string =>
  encodeActivity({ conversationId, activityId });

function quotedBy({ replyToId }: Activity, sender: DeskSender, quoting: Quotation | undefined): Quoted | null {
  if (quoting) {
    const { activityId, preview, shownAt } = quoting;
    return { ref: refOf(sender, activityId), preview, shownAt };
  }
  return replyToId ? { ref: refOf(sender, replyToId), preview: '', shownAt: null } : null;
}

function actionOf(activity: Activity, sender: DeskSender): DeskActivity {
  if (activity.name !== 'adaptiveCard/action') return { kind: 'unsupported', what: `invoke ${activity.name ?? ''}` };
  const parsed = actionSchema.safeParse(activity.value);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const { verb, data } = parsed.data.action;
  const known = verbSchema.safeParse(verb);
  if (!known.success) return { kind: 'unsupported', what: `verb ${verb}` };
  const { replyToId } = activity;
  return {
    kind: 'cardAction',
    sender,
    sourceId: activity.id ?? `${replyToId ?? ''}:${verb}:${data.interactionId}`,
    cardRef: replyToId ? refOf(sender, replyToId) : null,
    verb: known.data,
    interactionId: data.interactionId,
    offerId: data.offerId ?? null,
    wrapUpCode: data[WRAP_UP_INPUT] || null,
    transferTo: data[TRANSFER_INPUT] || null,
    note: data[NOTE_INPUT]?.trim() || null,
    memo: data[MEMO_INPUT]?.trim() || null,
    replyId: data[REPLY_INPUT] || null,
  };
}

function installationOf({ action }: Activity, sender: DeskSender): DeskActivity {
  if (action === 'add' || action === 'add-upgrade') return { kind: 'installed', sender };
  if (action === 'remove') return { kind: 'removed', sender };
  return { kind: 'unsupported', what: `installationUpdate ${action ?? ''}` };
}

/** Older clients announce an installation only as the bot's own coming into the chat. */
function membershipOf({ membersAdded, membersRemoved, recipient }: Activity, sender: DeskSender): DeskActivity {
  const isBot = ({ id }: { id: string }) => id === recipient?.id;
  if (membersAdded?.some(isBot)) return { kind: 'installed', sender };
  if (membersRemoved?.some(isBot)) return { kind: 'removed', sender };
  return { kind: 'unsupported', what: 'conversationUpdate' };
}
