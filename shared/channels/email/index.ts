export { createGraphMailboxes } from './mailbox';
export { createAcsMailSender } from './send-acs';
export { createGraphMailSender } from './send-graph';
