/** What the carrier's documents write beside a code. https://developer.telesign.com/enterprise/docs/all-status-and-error-codes */
export const DESCRIPTIONS: Readonly<Record<number, string>> = {
  200: 'Delivered to handset',
  207: 'Error delivering SMS to handset (reason unknown)',
  220: 'Gateway/network cannot route message',
  230: 'Message blocked by Telesign',
  290: 'Message in progress',
  510: 'Message blocked by subscriber action or request',
  521: 'Requested Sender ID is not allowed for destination',
  1500: 'Delivered to customer',
  10002: "'x-ts-nonce' header value has been used recently",
  10004: "'Date' or 'x-ts-date' header is not within tolerable range",
  10006: "Invalid 'x-ts-auth-method' header.",
  10007: "Missing required 'Date' or 'x-ts-date' header",
  10008: 'Invalid Signature.',
  10009: "Missing required 'Authorization' header",
  10015: 'Invalid Customer ID.',
  10017: 'Customer ID / Reference ID not found',
  10022: 'Invalid API Key.',
  10028: "Required 'Authorization' header is not in the correct format",
  11000: 'Invalid value for parameter phone_number.',
  11004: 'Invalid value for parameter callback_url',
  11009: 'Invalid value for parameter message.',
  11013: 'Invalid value for parameter sender_id.',
  11017: 'Invalid value for parameter message_type.',
  12000: 'Missing Required Parameter phone_number',
  12009: 'Missing Required Parameter message',
  12017: 'Missing Required Parameter message_type',
};

/** The status object of every answer and callback. */
export const statusOf = (code: number, at: number): object => ({
  code,
  description: DESCRIPTIONS[code] ?? '',
  updated_on: micros(at),
});

/** Instants have six digits after the second. */
export const micros = (at: number): string => new Date(at).toISOString().replace('Z', '000Z');

/** What a whole text asks for, by the words of the rules that the carrier names; everything else is `generic`. */
export function actionOf(message: string): 'start' | 'stop' | 'help' | 'generic' {
  const word = message.trim().toUpperCase();
  if (/^(STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|ARRET)$/.test(word)) return 'stop';
  if (/^(START|UNSTOP|YES)$/.test(word)) return 'start';
  return /^(HELP|INFO|AIDE|CONTACT)$/.test(word) ? 'help' : 'generic';
}
