import { convert } from 'html-to-text';
import { z } from 'zod';

/** An event as Event Grid brought it, its envelope taken off. */
export interface SourceEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What happened in a chat thread. */
export type ChatEvent =
  | {
      readonly kind: 'message';
      /** The same for every delivery of the message, different for every message. */
      readonly sourceId: string;
      readonly threadId: string;
      /** Raw id of the communication user. */
      readonly customerAddress: string;
      readonly customerName: string | null;
      readonly text: string;
      readonly html: string | null;
      /** As the sender names them: whether there are such files is for whoever keeps them to say. */
      readonly fileIds: readonly string[];
      readonly sentAt: number | null;
    }
  /** We wrote it: `key` is that of the send (null for one that some other client of the service identity made). */
  | { readonly kind: 'echo'; readonly threadId: string; readonly key: string | null; readonly providerId: string }
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** The metadata entry that carries our key with a message. */
export const MESSAGE_KEY = 'switchboardMessageId';
/** The entry that names the files sent with a message: ids from a customer, descriptions from us. */
export const FILES_KEY = 'switchboardFiles';
const MOST_FILES = 5;

const identifier = z
  .object({ rawId: z.string().optional(), communicationUser: z.object({ id: z.string() }).optional() })
  .transform(({ rawId, communicationUser }) => rawId ?? communicationUser?.id ?? '')
  .pipe(z.string().min(1));

/** `version` is a text in one official sample and a number in another; `metadata` and `messageBody` can be absent. */
const messageSchema = z.object({
  messageId: z.string().min(1),
  threadId: z.string().min(1),
  version: z.union([z.string(), z.number()]).optional(),
  messageBody: z.string().nullish(),
  type: z.string().nullish(),
  senderDisplayName: z.string().nullish(),
  senderCommunicationIdentifier: identifier,
  composeTime: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

/**
 * Reads a chat event. Only the per-thread kind is ours: the per-user copies say everything once more for everybody in
 * the thread. The service hears its own messages too: whoever sent them decides, since anybody may set metadata.
 */
export function parseChatEvent(event: SourceEvent, own: { readonly serviceUserIds: ReadonlySet<string> }): ChatEvent {
  if (event.type !== 'Microsoft.Communication.ChatMessageReceivedInThread') {
    return { kind: 'unsupported', type: event.type };
  }
  const parsed = messageSchema.safeParse(event.data);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const { data } = parsed;
  const sender = data.senderCommunicationIdentifier;
  if (own.serviceUserIds.has(sender)) {
    const { threadId, messageId: providerId } = data;
    return { kind: 'echo', threadId, key: data.metadata?.[MESSAGE_KEY] ?? null, providerId };
  }
  return { ...bodyOf(data.messageBody ?? '', data.type ?? 'Text'), ...headOf(data, sender) };
}

function headOf(data: z.infer<typeof messageSchema>, customerAddress: string) {
  const sentAt = Date.parse(data.composeTime ?? '');
  return {
    kind: 'message',
    sourceId: `${data.threadId}/${data.messageId}`,
    threadId: data.threadId,
    customerAddress,
    customerName: data.senderDisplayName?.trim() || null,
    fileIds: filesNamed(data.metadata),
    sentAt: Number.isNaN(sentAt) ? null : sentAt,
  } as const;
}

/** The files that a message says come with it. */
export const filesNamed = (metadata: Readonly<Record<string, string>> | null | undefined): readonly string[] =>
  (metadata?.[FILES_KEY] ?? '').split(' ').filter(Boolean).slice(0, MOST_FILES);

/** The SDK sends `html`, events name it `RichText/Html`. */
export const bodyOf = (body: string, type: string): { readonly text: string; readonly html: string | null } =>
  /html/i.test(type) ? { text: convert(body, { wordwrap: false }), html: body } : { text: body, html: null };
