import type { EntryPoint } from '../core/config/compiled';
import type { TenantId } from '../core/lib/ids';
import { receiveMail } from './inbound/receive-mail';
import type { Deps } from './lib/deps';
import { messageOf } from '../core/lib/message-of';

/** A subscription is prolonged when it would end before this; Outlook's live seven days at most. */
const SUBSCRIBED_FOR_MS = 2 * 24 * 60 * 60_000;
/** The first sweep of a mailbox looks back this far; one whose cursor is known no more was away for days. */
const FIRST_LOOK_MS = 60 * 60_000;
const LOST_CURSOR_LOOK_MS = 7 * 24 * 60 * 60_000;

/**
 * Every few minutes: keeps the change subscriptions alive, and finds the mails whose notification never came.
 * `clientState` comes back with every notification and proves that it knows of our subscription.
 */
export async function sweepMail(deps: Deps, clientState: string): Promise<void> {
  for (const tenantId of await deps.configs.tenants()) {
    const { config } = await deps.configs.live(tenantId);
    const mailboxes = [...config.entryPoints.values()].filter(({ channel }) => channel === 'email');
    for (const mailbox of mailboxes) await sweepMailbox(deps, tenantId, mailbox, clientState);
  }
}

/**
 * A mail that cannot be taken now must not keep those behind it waiting: Event Grid brings it again, and to its dead
 * letters if it never can be.
 */
async function receive(deps: Deps, tenantId: TenantId, mailbox: string, messageId: string): Promise<void> {
  try {
    await receiveMail(deps, { mailbox, messageId });
  } catch (error) {
    deps.log.warn('mail left to Event Grid', { tenantId, messageId, why: messageOf(error) });
    await deps.events.publish({ type: 'Switchboard.MailNotified', tenantId, mailbox, messageId });
  }
}

/** Without a subscription mails are found by the sweep alone: later, and not never. An alert looks for these words. */
async function subscribe(deps: Deps, tenantId: TenantId, address: string, clientState: string): Promise<void> {
  const url = deps.urls.mailNotifications(tenantId, address);
  try {
    await deps.mailboxes.subscribe(address, url, clientState, deps.clock.now() + SUBSCRIBED_FOR_MS);
  } catch (error) {
    deps.log.error('mailbox not subscribed', { tenantId, why: messageOf(error) });
  }
}

/** One mailbox that fails must not keep the others waiting. */
async function sweepMailbox(
  deps: Deps,
  tenantId: TenantId,
  { address }: EntryPoint,
  clientState: string,
): Promise<void> {
  const now = deps.clock.now();
  await subscribe(deps, tenantId, address, clientState);
  try {
    const before = await deps.directory.mailCursor(tenantId, address);
    const from = now - (before === null ? FIRST_LOOK_MS : LOST_CURSOR_LOOK_MS);
    const { messageIds, cursor } = await deps.mailboxes.changes(address, before, from);
    for (const messageId of messageIds) await receive(deps, tenantId, address, messageId);
    // Kept last: a crash before it looks at the same mails again, which are known by their ids.
    if (cursor !== before) await deps.directory.putMailCursor(tenantId, address, cursor);
  } catch (error) {
    deps.log.error('mailbox not swept', { tenantId, why: messageOf(error) });
  }
}
