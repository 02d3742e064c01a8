/** What an agent reads under a text of theirs that did not reach the customer. */
export function notThrough(code: string): string {
  switch (code) {
    case 'sendAsDenied':
      return 'Your mail was not sent: our mailbox may not send as the address it is to answer as. Your words are kept at the desk; tell an administrator, then send them again.';
    case 'customerLeft':
      return 'The customer had left before your message got through.';
    default:
      return `Your message did not get through (${code}).`;
  }
}
