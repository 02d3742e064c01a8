import type { LocalRequest } from '../kit/http';
import { failure, notFound, Refused } from './answers';
import type { Drafts } from './drafts';
import { FOLDERS, type Folder, type StoredMail } from './mail';
import type { Mails } from './mails';
import type { GraphOptions, MailboxOwner } from './options';
import type { PostOffice } from './post-office';

/** What the routes of mail work with. */
export interface MailContext {
  readonly options: GraphOptions;
  readonly mails: Mails;
  readonly post: PostOffice;
  readonly drafts: Drafts;
}

/** The mailbox that the path names. */
export function mailboxIn({ post }: MailContext, { params }: LocalRequest): MailboxOwner {
  const owner = post.mailbox(params['user'] ?? '');
  if (owner === undefined)
    throw new Refused(
      failure(404, 'ErrorInvalidUser', `The requested user '${params['user']}' is invalid: no mailbox here.`),
    );
  return owner;
}

export const mailsOf = ({ mails }: MailContext, { address }: Pick<MailboxOwner, 'address'>): readonly StoredMail[] =>
  mails.all(address.toLowerCase());

/** The message that the path names. */
export function mailIn(context: MailContext, request: LocalRequest): { owner: MailboxOwner; mail: StoredMail } {
  const owner = mailboxIn(context, request);
  const mail = context.mails.find(owner.address.toLowerCase(), request.params['id'] ?? '');
  if (mail === undefined) throw new Refused(notFound());
  return { owner, mail };
}

/** Well-known names only; folders have no other ids here. */
export function folderNamed(name: string): Folder {
  const folder = FOLDERS.find((known) => known === name.toLowerCase());
  if (folder === undefined) throw new Refused(notFound('The specified folder could not be found in the store.'));
  return folder;
}
