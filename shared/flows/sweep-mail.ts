import type { EntryPoint } from '../core/config/compiled';
import type { TenantId } from '../core/lib/ids';
import { receiveMail } from './inbound/receive-mail';
import type { Deps } from './lib/deps';

/** A subscription is prolonged when it would end before this; Outlook's live seven days at most. */
const SUBSCRIBED_FOR_MS = 2 * 24 * 60 * 60_000;
/** The first sweep of a mailbox looks back this far. */
const FIRST_LOOK_MS = 60 * 60_000;

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

/** One mailbox that fails must not keep the others waiting. */
async function sweepMailbox(
  deps: Deps,
  tenantId: TenantId,
  { address }: EntryPoint,
  clientState: string,
): Promise<void> {
  const now = deps.clock.now();
  const url = deps.urls.mailNotifications(tenantId, address);
  try {
    await deps.mailboxes.subscribe(address, url, clientState, now + SUBSCRIBED_FOR_MS);
    const before = await deps.directory.mailCursor(tenantId, address);
    const { messageIds, cursor } = await deps.mailboxes.changes(address, before, now - FIRST_LOOK_MS);
    for (const messageId of messageIds) await receiveMail(deps, { mailbox: address, messageId });
    // Kept last: a crash before it looks at the same mails again, which are known by their ids.
    if (cursor !== before) await deps.directory.putMailCursor(tenantId, address, cursor);
  } catch (error) {
    deps.log.error('mailbox not swept', { tenantId, why: error instanceof Error ? error.message : String(error) });
  }
}
