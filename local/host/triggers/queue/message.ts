import type { QueueEncoding } from '../../settings';
import { json, text } from '../../worker/typed-data';
import type { TypedData } from '../../worker/types';
import type { TakenMessage } from './queue';

/** What a function is given of a message. */
export interface Given {
  readonly data: TypedData;
  readonly metadata: Readonly<Record<string, TypedData>>;
}

/** The content of a message, or undefined where it is not in the encoding that host.json says. */
export function contentOf(message: TakenMessage, encoding: QueueEncoding): Buffer | undefined {
  if (encoding === 'none') return Buffer.from(message.text);
  const base64 = message.text.replace(/\s/gu, '');
  return base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/u.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

/**
 * As the extension binds it (azure-sdk-for-net, QueueTriggerBinding.CreateBindingData): bytes where the binding asks for them, else text. Undefined where text is
 * asked for and the content is none.
 */
export function givenOf(message: TakenMessage, content: Buffer, dataType: 'binary' | 'text'): Given | undefined {
  const own = textOf(content);
  if (dataType === 'text' && own === undefined) return undefined;
  return {
    data: dataType === 'binary' ? { bytes: content } : text(own ?? ''),
    metadata: {
      ...(own !== undefined && { QueueTrigger: text(own) }),
      DequeueCount: { int: message.dequeueCount },
      ExpirationTime: instant(message.expiresAt),
      Id: text(message.id),
      InsertionTime: instant(message.insertedAt),
      NextVisibleTime: instant(message.nextVisibleAt),
      PopReceipt: text(message.popReceipt),
    },
  };
}

function textOf(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** As .NET writes an instant. */
const instant = (at: number): TypedData => json(new Date(at).toISOString().replace(/(?:\.000)?Z$/u, '+00:00'));
