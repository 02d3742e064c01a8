import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { Folder, StoredMail } from './mail';

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

/** The id that is not asked to be immutable: another one in every folder. */
export const folderId = ({ id, folder }: Pick<StoredMail, 'id' | 'folder'>): string =>
  `AAMk${createHash('sha256').update(`${id} ${folder}`).digest('base64url')}AAA=`;

const newId = (): string => `AAkA${randomBytes(33).toString('base64url')}`;

/** Every mailbox's mails. `onChange` is called in the turn of the write, so that what it stores is committed with it. */
export function openMails(store: Store, clock: Clock, onChange: (change: MailChange) => Promise<void>): Mails {
  const mails = store.collection<StoredMail>('graph_mails');
  const departures = store.collection<Departure>('graph_departures');
  const byMailbox = new Map<string, string[]>();
  const byFolderId = new Map<string, string>();
  const byMessageId = new Map<string, string>();
  let sequence = 0;

  function index(mail: StoredMail): void {
    byFolderId.set(folderId(mail), mail.id);
    byMessageId.set(messageKey(mail.mailbox, mail.internetMessageId), mail.id);
    sequence = Math.max(sequence, mail.changedSequence);
  }
  function enlist({ mailbox, id }: StoredMail): void {
    const ids = byMailbox.get(mailbox) ?? [];
    byMailbox.set(mailbox, ids);
    ids.push(id);
  }
  for (const mail of mails.values()) {
    enlist(mail);
    index(mail);
  }
  for (const departure of departures.values()) sequence = Math.max(sequence, departure.sequence);

  async function save(mail: StoredMail, ...changes: readonly MailChange[]): Promise<StoredMail> {
    index(mail);
    await Promise.all([mails.put(mail.id, mail), ...changes.map(onChange)]);
    return mail;
  }

  return {
    async add(given, conversationId) {
      const now = clock.now();
      sequence += 1;
      const mail: StoredMail = {
        ...given,
        id: newId(),
        conversationId: conversationId ?? `AAQk${randomBytes(24).toString('base64url')}`,
        createdAt: now,
        modifiedAt: now,
        addedSequence: sequence,
        changedSequence: sequence,
      };
      enlist(mail);
      return save(mail, { type: 'created', folder: mail.folder, mail });
    },
    change(before, changed) {
      sequence += 1;
      const mail = { ...before, ...changed, modifiedAt: clock.now(), changedSequence: sequence };
      return save(mail, { type: 'updated', folder: mail.folder, mail });
    },
    async move(before, folder, changed = {}) {
      const { id: mailId, mailbox } = before;
      byFolderId.delete(folderId(before));
      sequence += 2;
      const left: Departure = { mailId, mailbox, folder: before.folder, sequence: sequence - 1 };
      const mail = {
        ...before,
        ...changed,
        folder,
        modifiedAt: clock.now(),
        addedSequence: sequence,
        changedSequence: sequence,
      };
      const leaving = departures.put(`${mailId}/${left.sequence}`, left);
      const saved = save(
        mail,
        { type: 'deleted', folder: before.folder, mail: before },
        { type: 'created', folder, mail },
      );
      await leaving;
      return saved;
    },
    find(mailbox, id) {
      const mail = mails.get(id) ?? mails.get(byFolderId.get(id) ?? '');
      return mail?.mailbox === mailbox ? mail : undefined;
    },
    all: (mailbox) => (byMailbox.get(mailbox) ?? []).flatMap((id) => mails.get(id) ?? []),
    departures: (mailbox, folder) =>
      departures.values().filter((departure) => departure.mailbox === mailbox && departure.folder === folder),
    conversationOf(mailbox, internetMessageIds) {
      const known = internetMessageIds.flatMap((id) => byMessageId.get(messageKey(mailbox, id)) ?? [])[0];
      return known === undefined ? null : (mails.get(known)?.conversationId ?? null);
    },
    lastSequence: () => sequence,
  };
}

const messageKey = (mailbox: string, internetMessageId: string): string => `${mailbox} ${internetMessageId}`;
