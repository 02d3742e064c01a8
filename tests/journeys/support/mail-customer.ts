import type { Stage } from './stage';

/** A mail as it lies in a mailbox, as far as journeys look at it. */
export interface SeenMail {
  readonly from: { readonly address: string };
  readonly to: readonly { readonly address: string }[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly internetMessageId: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly contentBase64: string }[];
}

/** A mail that a customer got: who carried it, and by which id they answer it. */
export interface GotMail extends SeenMail {
  readonly id: string;
  readonly via: 'graph' | 'acs';
}

/** A mail that a customer wrote: as their provider sent it, and by which id it lies in the organisation's mailbox. */
export interface SentMail {
  readonly internetMessageId: string;
  readonly receivedId: string;
}

export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly inReplyTo?: string;
  readonly internetMessageId?: string;
  readonly attachments?: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly contentBase64: string;
  }[];
}

/** Somebody outside with a mailbox. */
export interface MailCustomer {
  readonly address: string;
  write(mail: Written): Promise<SentMail>;
  /** What they got, the oldest first. */
  got(): Promise<readonly GotMail[]>;
  answer(mail: GotMail, text: string): Promise<SentMail>;
  /** Their absence notice answers. */
  autoReply(mail: GotMail): Promise<void>;
  /** Their post office gives it back. */
  bounce(mail: GotMail): Promise<void>;
}

interface Outside {
  readonly id: string;
  readonly direction: 'received' | 'sent';
  readonly via: GotMail['via'];
  readonly mail: SeenMail;
}

interface Delivered {
  readonly sent: Outside;
  readonly received: { readonly id: string };
}

const sentOf = ({ sent, received }: Delivered): SentMail => ({
  internetMessageId: sent.mail.internetMessageId,
  receivedId: received.id,
});

export function createMailCustomer(stage: Stage, address: string, name: string): MailCustomer {
  const { simulator } = stage;
  const mails = `/_local/mailboxes/${encodeURIComponent(address)}/mails`;
  const settled = async <T>(what: Promise<T>): Promise<T> => {
    const result = await what;
    await stage.settle();
    return result;
  };
  const about = <T>(mail: GotMail, verb: string, body: object = {}) =>
    settled(simulator.post<T>(`/_local/mails/${mail.id}/${verb}`, body));
  return {
    address,
    write: async (mail) => sentOf(await settled(simulator.post<Delivered>(mails, { name, ...mail }))),
    async got() {
      const all = (await simulator.get<{ mails: Outside[] }>(mails)).mails;
      return all.flatMap(({ id, via, direction, mail }) => (direction === 'received' ? [{ ...mail, id, via }] : []));
    },
    answer: async (mail, text) => sentOf(await about<Delivered>(mail, 'answer', { text })),
    async autoReply(mail) {
      await about(mail, 'auto-reply');
    },
    async bounce(mail) {
      await about(mail, 'bounce');
    },
  };
}

/** A header by its name; undefined when the mail has none. */
export const headerOf = ({ headers }: SeenMail, name: string): string | undefined =>
  headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;

/** What the organisation's mailbox and its subscriptions look like. */
export function ownMailbox(stage: Stage) {
  const { simulator, running } = stage;
  const { endpoint, masterKey } = running.endpoints.functions;
  return {
    /** Runs the sweep before its time, as an operator would by the host's admin API. */
    async sweep(): Promise<void> {
      const { status } = await fetch(`${endpoint}/admin/functions/mailSweep`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-functions-key': masterKey },
        body: '{}',
      });
      if (status !== 202) throw new Error(`The host answered ${status} to running the sweep.`);
      await stage.settle();
    },
    async subscriptions(): Promise<readonly { readonly id: string; readonly expiresAt: number }[]> {
      return (await simulator.get<{ subscriptions: { id: string; expiresAt: number }[] }>('/_local/mail-subscriptions'))
        .subscriptions;
    },
    async loseSubscriptions(): Promise<void> {
      for (const { id } of await this.subscriptions()) await simulator.post(`/_local/mail-subscriptions/${id}/remove`);
    },
    async notifyAgain({ receivedId }: SentMail): Promise<void> {
      await simulator.post(`/_local/mailbox/mails/${encodeURIComponent(receivedId)}/notify`);
      await stage.settle();
    },
  };
}

/** An interaction as it is stored, as far as journeys of mail look at it. */
export interface SeenInteraction {
  readonly interactionId: string;
  readonly externalRef: string;
  readonly customerAddress: string;
  readonly continues: { readonly interactionId: string; readonly agentId: string | null } | null;
  readonly phase: { readonly name: string };
}

export interface SeenMessage {
  readonly direction: 'in' | 'out';
  readonly author: { readonly kind: string; readonly id: string };
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly sizeBytes: number; readonly url: string }[];
  readonly delivery: { readonly status: string } | undefined;
}

/** The interactions with a customer, the oldest first. */
export async function interactionsWith(stage: Stage, { address }: MailCustomer): Promise<SeenInteraction[]> {
  const snapshots = await stage.query<{
    interaction: { facts: Omit<SeenInteraction, 'phase'> & { openedAt: number }; phase: { name: string } };
  }>('interactions', "SELECT c.interaction FROM c WHERE c.kind = 'snapshot'");
  return snapshots
    .map(({ interaction: { facts, phase } }) => ({ ...facts, phase }))
    .filter(({ customerAddress }) => customerAddress === address)
    .sort((a, b) => a.openedAt - b.openedAt);
}

/** The messages of an interaction with what became of them, the oldest first. */
export async function messagesOf(
  stage: Stage,
  { interactionId }: Pick<SeenInteraction, 'interactionId'>,
): Promise<SeenMessage[]> {
  type Stored = Omit<SeenMessage, 'delivery'> & { id: string; sentAt: number; ref: { interactionId: string } };
  const messages = await stage.query<Stored>(
    'interactions',
    `SELECT * FROM c WHERE c.kind = 'message' AND c.ref.interactionId = '${interactionId}'`,
  );
  const deliveries = await stage.query<{ id: string; pk: string; delivery: { status: string } }>(
    'interactions',
    "SELECT c.id, c.pk, c.delivery FROM c WHERE c.kind = 'delivery'",
  );
  const deliveryOf = ({ id }: Stored) =>
    deliveries.find((one) => one.id === `${id}:delivery` && one.pk.includes(interactionId))?.delivery;
  return messages
    .sort((a, b) => a.sentAt - b.sentAt || (a.direction < b.direction ? -1 : 1))
    .map((message) => ({ ...message, delivery: deliveryOf(message) }));
}
