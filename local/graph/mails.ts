import { randomBytes } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { Folder, StoredMail } from './mail';
import { createMailIndex } from './mail-index';

export type ChangeType = 'created' | 'updated' | 'deleted';

/** A change in a folder, as subscriptions and delta queries see it. */
export interface MailChange {
  readonly type: ChangeType;
  readonly folder: Folder;
  readonly mail: StoredMail;
}

/** A mail that left a folder. */
export interface Departure {
  readonly mailId: string;
  readonly mailbox: string;
  readonly folder: Folder;
  readonly sequence: number;
}

type Given = Omit<
  StoredMail,
  'id' | 'createdAt' | 'modifiedAt' | 'addedSequence' | 'changedSequence' | 'conversationId'
>;

export interface Mails {
  add(mail: Given, conversationId: string | null): Promise<StoredMail>;
  change(mail: StoredMail, changed: Partial<StoredMail>): Promise<StoredMail>;
  move(mail: StoredMail, folder: Folder, changed?: Partial<StoredMail>): Promise<StoredMail>;
  /** By the id that stays, or by the one of its present folder. */
  find(mailbox: string, id: string): StoredMail | undefined;
  all(mailbox: string): readonly StoredMail[];
  departures(mailbox: string, folder: Folder): readonly Departure[];
  /** The conversation of the mail with one of these Message-IDs. */
  conversationOf(mailbox: string, internetMessageIds: readonly string[]): string | null;
  /** Place of the last change in the order of all changes. */
  lastSequence(): number;
}

const newId = (): string => `AAkA${randomBytes(33).toString('base64url')}`;

/** Every mailbox's mails. `onChange` is called in the turn of the write, so that what it stores is committed with it. */
export function openMails(store: Store, clock: Clock, onChange: (change: MailChange) => Promise<void>): Mails {
  const mails = store.collection<StoredMail>('graph_mails');
  const departures = store.collection<Departure>('graph_departures');
  const index = createMailIndex(mails.values());
  let sequence = highest([
    ...mails.values().map(({ changedSequence }) => changedSequence),
    ...departures.values().map((departure) => departure.sequence),
  ]);
  const get = (id: string | undefined) => (id === undefined ? undefined : mails.get(id));
  const save = async (mail: StoredMail, ...changes: readonly MailChange[]): Promise<StoredMail> => {
    await Promise.all([mails.put(mail.id, mail), ...changes.map(onChange)]);
    return mail;
  };
  const change: Mails['change'] = (before, changed) => {
    sequence += 1;
    const mail = { ...before, ...changed, modifiedAt: clock.now(), changedSequence: sequence };
    index.replace(before, mail);
    return save(mail, { type: 'updated', folder: mail.folder, mail });
  };
  const move: Mails['move'] = async (before, folder, changed = {}) => {
    sequence += 2;
    const left = { mailId: before.id, mailbox: before.mailbox, folder: before.folder, sequence: sequence - 1 };
    const now = { modifiedAt: clock.now(), addedSequence: sequence, changedSequence: sequence };
    const mail = { ...before, ...changed, folder, ...now };
    index.replace(before, mail);
    const [saved] = await Promise.all([
      save(mail, { type: 'deleted', folder: before.folder, mail: before }, { type: 'created', folder, mail }),
      departures.put(`${before.id}/${left.sequence}`, left),
    ]);
    return saved;
  };

  return {
    add(given, conversationId) {
      sequence += 1;
      const mail = newMail(given, conversationId, clock.now(), sequence);
      index.add(mail);
      return save(mail, { type: 'created', folder: mail.folder, mail });
    },
    change,
    move,
    find: (mailbox, id) => [mails.get(id) ?? get(index.byFolderId(id))].find((mail) => mail?.mailbox === mailbox),
    all: (mailbox) => index.inMailbox(mailbox).flatMap((id) => mails.get(id) ?? []),
    departures: (mailbox, folder) =>
      departures.values().filter((departure) => departure.mailbox === mailbox && departure.folder === folder),
    conversationOf: (mailbox, ids) =>
      ids.map((id) => get(index.byMessageId(mailbox, id))).find((mail) => mail !== undefined)?.conversationId ?? null,
    lastSequence: () => sequence,
  };
}

const highest = (sequences: readonly number[]): number => sequences.reduce((one, other) => Math.max(one, other), 0);

const newMail = (given: Given, conversationId: string | null, now: number, sequence: number): StoredMail => ({
  ...given,
  id: newId(),
  conversationId: conversationId ?? `AAQk${randomBytes(24).toString('base64url')}`,
  createdAt: now,
  modifiedAt: now,
  addedSequence: sequence,
  changedSequence: sequence,
});
