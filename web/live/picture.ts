import type { AgentSnapshot, LiveContact, LiveUpdate } from '../../shared/contracts/live';

type Message = AgentSnapshot['contacts'][number]['messages'][number];
type Update<Kind extends LiveUpdate['kind']> = Extract<LiveUpdate, { readonly kind: Kind }>;

/** What an agent's desk shows. Contacts that are the agent's no more stay as such, so that late news bring none back. */
export interface Picture {
  readonly state: Update<'agentState'>['state'] | null;
  readonly stateSeq: number;
  readonly contacts: ReadonlyMap<string, LiveContact>;
  /** By interaction and key. */
  readonly messages: ReadonlyMap<string, ReadonlyMap<string, Message>>;
}

export const NOTHING: Picture = { state: null, stateSeq: -1, contacts: new Map(), messages: new Map() };

/** Brings one update in. The order of updates does not matter, nor how often each comes. */
export function withUpdate(picture: Picture, update: LiveUpdate): Picture {
  switch (update.kind) {
    case 'contact':
      return withContact(picture, update.contact);
    case 'message':
      return withMessage(picture, update.interactionId, update.message);
    case 'agentState':
      return update.seq < picture.stateSeq ? picture : { ...picture, state: update.state, stateSeq: update.seq };
    // Wallboards show the newest; who types, and a reload, is for who listens.
    case 'figures':
    case 'typing':
    case 'reload':
      return picture;
  }
}

/** A snapshot as a picture. */
export function pictureOf({ stateSeq, state, contacts }: AgentSnapshot): Picture {
  return contacts.reduce<Picture>(
    (picture, { messages, ...contact }) =>
      messages.reduce(
        (all, message) => withMessage(all, contact.interactionId, message),
        withContact(picture, contact),
      ),
    { ...NOTHING, state, stateSeq },
  );
}

/**
 * The picture after a snapshot that was asked for when `before` was shown: what it does not name is gone, and what came
 * meanwhile (`since`) is brought in again, for the snapshot may be older.
 */
export function afterSnapshot(before: Picture, snapshot: AgentSnapshot, since: readonly LiveUpdate[]): Picture {
  const named = new Set(snapshot.contacts.map(({ interactionId }) => interactionId));
  const known = updatesOf(before).flatMap((update): readonly Known[] => {
    if (update.kind === 'agentState' || named.has(idOf(update))) return [update];
    return update.kind === 'contact'
      ? [{ ...update, contact: { ...update.contact, offer: null, interaction: null } }]
      : [];
  });
  return [...known, ...since].reduce(withUpdate, pictureOf(snapshot));
}

type Known = Update<'agentState' | 'contact' | 'message'>;

const idOf = (update: Exclude<Known, Update<'agentState'>>): string =>
  update.kind === 'contact' ? update.contact.interactionId : update.interactionId;

/** A picture as the updates that make it. */
function updatesOf({ state, stateSeq, contacts, messages }: Picture): readonly Known[] {
  return [
    ...(state === null ? [] : [{ kind: 'agentState' as const, seq: stateSeq, state }]),
    ...[...contacts.values()].map((contact) => ({ kind: 'contact' as const, contact })),
    ...[...messages].flatMap(([interactionId, all]) =>
      [...all.values()].map((message) => ({ kind: 'message' as const, interactionId, message })),
    ),
  ];
}

function withContact(picture: Picture, contact: LiveContact): Picture {
  const known = picture.contacts.get(contact.interactionId);
  if (known !== undefined && known.seq > contact.seq) return picture;
  return { ...picture, contacts: new Map([...picture.contacts, [contact.interactionId, contact]]) };
}

function withMessage(picture: Picture, interactionId: string, message: Message): Picture {
  const known = picture.messages.get(interactionId) ?? new Map<string, Message>();
  const before = known.get(message.key);
  if (before !== undefined && isLater(before.delivery, message.delivery)) return picture;
  const messages = new Map([...known, [message.key, message]]);
  return { ...picture, messages: new Map([...picture.messages, [interactionId, messages]]) };
}

const RANK = { pending: 0, sent: 1, failed: 2, delivered: 3 } as const;

const isLater = (one: Message['delivery'], other: Message['delivery']): boolean =>
  RANK[one.status] > RANK[other.status];

/** The messages of an interaction as they are read: by instant, and within one by key. */
export const messagesOf = ({ messages }: Picture, interactionId: string): readonly Message[] =>
  [...(messages.get(interactionId)?.values() ?? [])].sort((a, b) => a.sentAt - b.sentAt || (a.key < b.key ? -1 : 1));
