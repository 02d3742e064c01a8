import { interactionRefOf } from '../../core/lib/ids';
import type { Delivery } from '../../ports/message-store';
import type { Deps } from '../lib/deps';
import { seeWhere } from '../lib/load-where';
import { tellUnsent } from '../agents/tell-unsent';

/** What a carrier says became of a message. `key` is the one it was sent with. */
export interface DeliveryReport {
  readonly key: string | null;
  readonly delivery: Delivery;
  /** The carrier or the customer refuses all further texts on this line. */
  readonly optedOut: boolean;
  /** The line of the message, if the carrier says it; else it is that of the interaction. */
  readonly line: { readonly ourAddress: string; readonly customerAddress: string } | null;
}

/** Notes it at the message. A report about something that no interaction sent is `unknown`. */
export async function reportDelivery(
  deps: Deps,
  { key, delivery, optedOut, line }: DeliveryReport,
): Promise<'noted' | 'unknown'> {
  const [tenant, interaction, ...rest] = (key ?? '').split('/');
  const messageKey = rest.join('/');
  if (!tenant || !interaction || messageKey === '') return 'unknown';
  const ref = interactionRefOf(tenant, interaction);
  const seen = await seeWhere(deps, ref, () => true);
  if (seen === undefined) return 'unknown';
  const isFailure = delivery.status === 'failed';
  const isNews = isFailure && (await deps.messages.delivery(ref, messageKey))?.status !== 'failed';
  await deps.messages.reportDelivery(ref, messageKey, delivery);
  if (isFailure && isNews) {
    const found = (await deps.messages.list(ref)).find(({ message }) => message.key === messageKey);
    if (found !== undefined) await tellUnsent(deps, seen, found.message, delivery.code);
  }
  if (optedOut) {
    const { ourAddress, customerAddress } = line ?? seen.interaction.facts;
    await deps.directory.setOptedOut(ref.tenantId, ourAddress, customerAddress, true);
  }
  return 'noted';
}
