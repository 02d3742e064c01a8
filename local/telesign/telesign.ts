import type { Clock } from '../kit/clock';
import type { Service } from '../kit/http';
import type { Post } from '../kit/post';
import type { Store } from '../kit/store';
import type { Work } from '../kit/work';
import type { Account } from './auth';
import { createCallbacks } from './callbacks';
import { messagingRoutes } from './messaging';
import { createTelesignState, type Text } from './state';
import { actionOf, micros, statusOf } from './words';

export interface TelesignOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly post: Post;
  readonly account: Account;
  /** Where the account's callbacks go; read at every use. */
  readonly callbackUrl: () => string;
  /** How long after a send its delivery report comes; 2 s when absent. */
  readonly reportAfterMs?: number;
}

/** The local carrier, and what the simulator does with it. */
export interface Telesign {
  readonly service: Service;
  readonly handset: {
    /** All texts of a customer's number that this carrier carried, the oldest first. */
    texts(customerNumber: string): readonly Text[];
    /** A customer writes to a number of the account; the id of the text. */
    text(message: { readonly from: string; readonly to: string; readonly message: string }): Promise<string>;
  };
  /** The account has this number from now on. */
  own(number: string): Promise<void>;
  owns(number: string): boolean;
  /** How everything sent to a customer's number ends: a final status code, or never. Null: well. */
  setFate(customerNumber: string, fate: number | 'silent' | null): Promise<void>;
}

const REPORT_AFTER_MS = 2_000;

export function createTelesign({ store, account, callbackUrl, ...options }: TelesignOptions): Telesign {
  const { clock, reportAfterMs = REPORT_AFTER_MS } = options;
  const state = createTelesignState(store);
  const callbacks = createCallbacks({ ...options, account, state });
  const parts = { account, state, clock, callbacks, callbackUrl, reportAfterMs };
  return {
    service: { name: 'Telesign', routes: messagingRoutes(parts) },
    own: (number) => state.own(number),
    owns: (number) => state.owns(number),
    setFate: (customerNumber, fate) => state.putFate(customerNumber, fate),
    handset: {
      texts: (customerNumber) => state.texts(customerNumber),
      async text({ from, to, message }) {
        const [id, at] = [state.nextId(), clock.now()];
        const text = { id, direction: 'out', ourNumber: to, customerNumber: from, message, at } as const;
        const content = inbound(id, { from, to, message }, at);
        await Promise.all([state.putText(text), callbacks.add(callbackUrl(), content, 0)]);
        return id;
      },
    },
  };
}

/** https://developer.telesign.com/enterprise/docs/inbound-sms */
const inbound = (
  id: string,
  { from, to, message }: { readonly from: string; readonly to: string; readonly message: string },
  at: number,
): object => {
  const action = actionOf(message);
  return {
    sub_resource: 'mo_sms',
    submit_timestamp: micros(at),
    reference_id: id,
    status: statusOf(1500, at),
    errors: [],
    user_response: {
      action,
      keyword: action === 'generic' ? 'GENERIC' : message.trim().toUpperCase(),
      sender_id: to.replace(/^\+/, ''),
      phone_number: from.replace(/^\+/, ''),
      mo_message: message,
    },
  };
};
