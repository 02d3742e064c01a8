import { keywordIn, keywordReply } from './keywords';
import { isAlphanumeric, optOutKeeperOf, withoutPlus, type OptOutKeeper } from './numbers';
import { segmentCount } from './segments';
import type { SmsParts } from './send';
import type { Text } from './state';

/** Customers' phones, as far as texts go. */
export interface Handset {
  /** All texts of a customer's number, the oldest first. */
  texts(customerNumber: string): readonly Text[];
  /** Customers' numbers that have texts. */
  numbers(): readonly string[];
  /**
   * A customer writes to a number of ours; the id of the text. STOP and START are obeyed and still passed on. Rejects
   * with a {@link CannotReceive}.
   */
  text(message: { readonly from: string; readonly to: string; readonly message: string }): Promise<string>;
  isOptedOut(ourNumber: string, customerNumber: string): boolean;
}

/** An alphanumeric sender is no number to write back to. */
export class CannotReceive extends Error {
  readonly code = 'cannotReceive';
}

export function createHandset(
  parts: SmsParts,
  keeperOf: (ourNumber: string) => OptOutKeeper = optOutKeeperOf,
): Handset {
  const { state, clock, ids, outbox } = parts;

  function obey(from: string, to: string, message: string): Promise<void>[] {
    const keyword = keywordIn(message);
    const keeper = keeperOf(to);
    if (keyword === undefined || keeper === 'nobody') return [];
    const reply = keywordReply(keyword, keeper);
    const text = { ourNumber: to, customerNumber: from, direction: 'in' as const, at: clock.now() };
    return [
      ...(keyword === 'help' ? [] : [state.setOptedOut(to, from, keyword === 'stop')]),
      ...(reply === undefined ? [] : [state.putText({ ...text, id: ids.next('network text'), message: reply })]),
    ];
  }

  return {
    texts: (customerNumber) => state.texts(customerNumber),
    numbers: () => state.customerNumbers(),
    isOptedOut: (ourNumber, customerNumber) => state.isOptedOut(ourNumber, customerNumber),

    async text({ from, to, message }) {
      if (isAlphanumeric(to)) throw new CannotReceive(`Nobody can write to ${to}.`);
      const now = new Date(clock.now()).toISOString();
      // Those of one instant keep their order: on a clock that stands a customer writes twice in no time.
      const order = ids.count('incoming sms').toString(16).padStart(8, '0');
      const id = `Incoming_${now.replace(/\D/g, '')}${order}${ids.next('sms').slice(order.length)}`;
      const text = { id, direction: 'out' as const, ourNumber: to, customerNumber: from, message, at: clock.now() };
      const data = {
        messageId: id,
        from: withoutPlus(from),
        to: withoutPlus(to),
        message,
        receivedTimestamp: now,
        segmentCount: segmentCount(message),
      };
      await Promise.all([
        state.putText(text),
        ...obey(from, to, message),
        outbox.add({ id, type: 'SMSReceived', subject: `/phonenumber/${withoutPlus(to)}`, data }),
      ]);
      return id;
    },
  };
}
