/** Who keeps the list of those who texted STOP to a number of ours. */
export type OptOutKeeper = 'carrier' | 'service' | 'nobody';

export const isShortCode = (number: string): boolean => /^\d{3,8}$/.test(number);
export const isE164 = (number: string): boolean => /^\+[1-9]\d{7,14}$/.test(number);
export const isAlphanumeric = (sender: string): boolean => /[a-z]/i.test(sender);

/** https://learn.microsoft.com/azure/communication-services/concepts/sms/sms-faq#opt-out-handling */
export function optOutKeeperOf(ourNumber: string): OptOutKeeper {
  if (isAlphanumeric(ourNumber)) return 'nobody';
  return isShortCode(ourNumber) ? 'service' : 'carrier';
}

export const withoutPlus = (number: string): string => number.replace(/^\+/, '');
