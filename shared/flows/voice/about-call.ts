import type { Facts } from '../../core/interaction/state';

const TOPIC_CHARS = 48;
/** Teams shows a few lines; who calls may have sent pages. */
const DETAILS_CHARS = 300;

/** What somebody whom we ring sees of the call: who it is, which of our numbers they called, and what came with it. */
export function aboutCall({ customerName, customerAddress, ourAddress, interactionId, headers = [] }: Facts) {
  const said = headers.map(({ name, value }) => `${name}: ${value}`);
  return {
    topic: (customerName ?? customerAddress).slice(0, TOPIC_CHARS),
    details: [ourAddress, interactionId, ...said].join(' · ').slice(0, DETAILS_CHARS),
  };
}
