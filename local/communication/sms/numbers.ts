/** Who keeps the list of those who texted STOP to a number of ours. */
export type OptOutKeeper = 'carrier' | 'service' | 'nobody';

export const isShortCode = (number: string): boolean => /^\d{3,8}$/.test(number);
/** Shaped like a number of some country: https://www.itu.int/rec/T-REC-E.164. */
export const isInternational = (number: string): boolean => /^\+[1-9]\d{7,14}$/.test(number);
/** Those that begin with 1 have ten digits more, in all of North America. */
export const isE164 = (number: string): boolean =>
  isInternational(number) && (!number.startsWith('+1') || /^\+1\d{10}$/.test(number));
export const isAlphanumeric = (sender: string): boolean => /[a-z]/i.test(sender);

/** https://learn.microsoft.com/azure/communication-services/concepts/sms/sms-faq#opt-out-handling */
export function optOutKeeperOf(ourNumber: string): OptOutKeeper {
  if (isAlphanumeric(ourNumber)) return 'nobody';
  return isShortCode(ourNumber) ? 'service' : 'carrier';
}

export const withoutPlus = (number: string): string => number.replace(/^\+/, '');
