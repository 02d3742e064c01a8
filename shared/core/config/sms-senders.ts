/** Who carries texts: ACS, or a carrier that a customer of today can still sign up with. */
export const SMS_SENDERS = ['acs', 'telesign'] as const;

/** See {@link SMS_SENDERS}. */
export type SmsSender = (typeof SMS_SENDERS)[number];
