import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneNumber } from 'libphonenumber-js/max';
import type { PhoneFacts, PhoneType } from '../core/outbound-guard/may-contact';

const TYPES: Readonly<Record<NonNullable<ReturnType<PhoneNumber['getType']>>, PhoneType>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'mobile',
  VOIP: 'voip',
  TOLL_FREE: 'tollFree',
  SHARED_COST: 'sharedCost',
  PREMIUM_RATE: 'premium',
  PERSONAL_NUMBER: 'premium',
  PAGER: 'other',
  UAN: 'other',
  VOICEMAIL: 'other',
};

/**
 * What the numbering plans say about a number in international form (`+`…). Null when it is none: letters, no country
 * code, an extension, a trunk zero. A well-formed number that no plan has is of type `unknown`, which the outbound guard refuses.
 */
export function phoneFacts(text: string): PhoneFacts | null {
  if (!/^\+[0-9 ().-]{3,30}$/u.test(text)) return null;
  const parsed = parsePhoneNumberFromString(text, { extract: false });
  // What is judged must be what is dialled: a zero that the plan does not have would be dialled all the same.
  if (parsed === undefined || parsed.number !== `+${text.replace(/\D/gu, '')}`) return null;
  const type = parsed.getType();
  return {
    kind: 'phone',
    e164: parsed.number,
    country: parsed.country ?? null,
    nationalNumber: parsed.nationalNumber,
    type: type === undefined || !parsed.isValid() ? 'unknown' : TYPES[type],
  };
}
