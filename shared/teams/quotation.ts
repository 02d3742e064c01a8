import { convert } from 'html-to-text';

interface WithAttachments {
  readonly attachments?: readonly { readonly contentType: string; readonly content?: unknown }[] | undefined;
}

/** What a quoting reply says of the message it quotes. */
export interface Quotation {
  readonly activityId: string;
  readonly preview: string;
  readonly shownAt: number | null;
  /** What the agent wrote under it. */
  readonly text: string;
}

/**
 * In 1:1 chats Teams does not say `replyToId`: a quoting reply names the message in its HTML form only, and its plain
 * text repeats the quotation, which is not for the customer.
 */
export function quotingReply({ attachments = [] }: WithAttachments): Quotation | undefined {
  const html = attachments.find(({ contentType }) => contentType === 'text/html')?.content;
  if (typeof html !== 'string') return undefined;
  const activityId = /<blockquote[^>]*itemtype="http:\/\/schema\.skype\.com\/Reply"[^>]*itemid="([^"]+)"/.exec(
    html,
  )?.[1];
  if (!activityId) return undefined;
  const time = Number(/<span[^>]*itemprop="time"[^>]*itemid="(\d+)"/.exec(html)?.[1]);
  const preview = /<p[^>]*itemprop="(?:preview|copy)"[^>]*>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '';
  return {
    activityId,
    preview: plain(preview),
    shownAt: Number.isNaN(time) ? null : time,
    text: convert(html, { wordwrap: false, selectors: [{ selector: 'blockquote', format: 'skip' }] }),
  };
}

const plain = (html: string): string => convert(html, { wordwrap: false });
