export { createGraphMailboxes } from './mailbox';
export { parseMailReport } from './parse';
export { createAcsMailSender } from './send-acs';
export { createGraphMailSender } from './send-graph';
