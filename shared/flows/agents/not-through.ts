/** What an agent reads under a text of theirs that did not reach the customer. */
export const notThrough = (code: string): string =>
  code === 'sendAsDenied'
    ? 'Your mail was not sent: our mailbox may not send as the address it is to answer as. Your words are kept at the desk; tell an administrator, then send them again.'
    : `Your message did not get through (${code}).`;
