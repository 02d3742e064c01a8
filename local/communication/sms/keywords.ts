import type { OptOutKeeper } from './numbers';

export type Keyword = 'stop' | 'start' | 'help';

/** A keyword is a whole message. */
export function keywordIn(message: string): Keyword | undefined {
  switch (message.trim().toUpperCase()) {
    case 'STOP':
      return 'stop';
    case 'START':
    case 'UNSTOP':
      return 'start';
    case 'HELP':
      return 'help';
    default:
      return undefined;
  }
}

/** What the customer gets back, quoted from the SMS FAQ of Communication Services. */
export function keywordReply(keyword: Keyword, keeper: OptOutKeeper): string | undefined {
  switch (keeper) {
    case 'carrier':
      return CARRIER_REPLIES[keyword];
    case 'service':
      return SERVICE_REPLIES[keyword];
    case 'nobody':
      return undefined;
    default:
      return keeper satisfies never;
  }
}

type Replies = Readonly<Partial<Record<Keyword, string>>>;

const CARRIER_REPLIES: Replies = {
  stop: 'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.',
  start: 'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this number.',
};

const SERVICE_REPLIES: Replies = {
  stop: 'You have successfully been unsubscribed to messages from this number. Reply START to resubscribe',
  start: 'You have successfully been re-subscribed to messages from this number. Reply STOP to unsubscribe.',
};
