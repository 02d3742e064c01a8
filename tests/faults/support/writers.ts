import { ChatClient } from '@azure/communication-chat';
import { AzureCommunicationTokenCredential } from '@azure/communication-common';
import type { SimulatorClient } from '../../journeys/support/simulator-client';
import type { CrashStage } from './crash-stage';
import type { Arrived, Channel } from './seen';

/** A customer who writes, whatever carries it. Nobody of them waits for anything. */
export interface Writer {
  /** How agents see them. */
  readonly name: string;
  readonly channel: Exclude<Channel, 'phone'>;
  say(words: string): Promise<void>;
  got(): Promise<readonly Arrived[]>;
}

export async function chatWriter(stage: CrashStage, name: string): Promise<Writer> {
  const customer = await stage.chatCustomer(name);
  const { endpoint, threadId, userId, token } = customer;
  const thread = new ChatClient(endpoint, new AzureCommunicationTokenCredential(token)).getChatThreadClient(threadId);
  return {
    name,
    channel: 'chat',
    say: (words) => customer.sayAtOnce(words),
    async got() {
      const arrived: Arrived[] = [];
      for await (const { type, sender, content, metadata } of thread.listMessages()) {
        const isOwn = sender?.kind === 'communicationUser' && sender.communicationUserId === userId;
        if (type !== 'text' || isOwn) continue;
        arrived.push({ text: content?.message ?? '', key: Object.values(metadata ?? {})[0] ?? null });
      }
      return arrived.reverse();
    },
  };
}

interface Text {
  readonly direction: 'in' | 'out';
  readonly message: string;
}

export function textWriter({ simulator }: { readonly simulator: SimulatorClient }, number: string): Writer {
  const path = `/_local/handsets/${encodeURIComponent(number)}/texts`;
  return {
    name: number,
    channel: 'sms',
    say: async (text) => void (await simulator.post(path, { text })),
    async got() {
      const { texts } = await simulator.get<{ texts: readonly Text[] }>(path);
      return texts.flatMap(({ direction, message }) => (direction === 'in' ? [{ text: message, key: null }] : []));
    },
  };
}

interface Mail {
  readonly id: string;
  readonly direction: 'received' | 'sent';
  readonly mail: {
    readonly text: string | null;
    readonly html: string | null;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  };
}

/** Their first words open a thread; the later ones answer the newest mail that they got. */
export function mailWriter({ simulator }: { readonly simulator: SimulatorClient }, address: string): Writer {
  const path = `/_local/mailboxes/${encodeURIComponent(address)}/mails`;
  const received = async () =>
    (await simulator.get<{ mails: readonly Mail[] }>(path)).mails.filter(({ direction }) => direction === 'received');
  return {
    name: address,
    channel: 'email',
    async say(text) {
      const newest = (await received()).at(-1);
      if (newest === undefined) await simulator.post(path, { subject: 'Broken', text });
      else await simulator.post(`/_local/mails/${newest.id}/answer`, { text });
    },
    async got() {
      return (await received()).map(({ mail: { text, html, headers } }) => ({
        text: aboveQuotation(text ?? html ?? ''),
        key: headers.find(({ name }) => name.toLowerCase() === 'x-switchboard-key')?.value ?? null,
      }));
    },
  };
}

/** The answered mail is repeated under a line, with its date. */
const aboveQuotation = (text: string): string => text.split('\r\n\r\n____')[0] ?? text;
