import type { LocalTime } from '../hours/schedule';

/** What numbering plans say about a number. Parsed outside the core, with the plans' data. */
export interface PhoneFacts {
  readonly kind: 'phone';
  /** As it would be dialled: `+` and up to 15 digits. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2; null for numbers of no country, such as satellite phones. */
  readonly country: string | null;
  /** The number without its country code. */
  readonly nationalNumber: string;
  readonly type: PhoneType;
}

/** `unknown` when the plan has no such number: it may be a short code or a wrong number, and is refused. */
export type PhoneType = 'mobile' | 'fixed' | 'voip' | 'tollFree' | 'sharedCost' | 'premium' | 'other' | 'unknown';

/** Whom something is to reach. */
export type Destination =
  | PhoneFacts
  | { readonly kind: 'mailbox'; readonly address: string }
  | { readonly kind: 'chatThread' };

/**
 * Why the customer is contacted. `reply`: within an interaction they opened. `keywordAnswer`: the one answer to STOP,
 * START or HELP. `callback`: a call they asked for. `proactive`: nobody asked.
 */
export type ContactPurpose = 'reply' | 'keywordAnswer' | 'callback' | 'proactive';

/** What a customer's address has said to one address of ours. */
export type Consent = 'unknown' | 'optedIn' | 'optedOut';

/** Minutes of the customer's local day, from (included) to (excluded); may run over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Everything the guard judges by. */
export interface ContactRequest {
  readonly to: Destination;
  readonly purpose: ContactPurpose;
  /** ISO 3166-1 alpha-2 codes of the countries the tenant calls and texts. */
  readonly tenantCountries: ReadonlySet<string>;
  /** For the pair (our address, customer's address). */
  readonly consent: Consent;
  readonly quietHours: QuietHours;
  /** The time where the customer is; null when that is not known. */
  readonly localTime: LocalTime | null;
}

/** Why somebody may not be contacted. */
export type RefusalCode =
  | 'notE164'
  | 'notAMailbox'
  | 'emergencyNumber'
  | 'satelliteNumber'
  | 'premiumNumber'
  | 'unknownNumber'
  | 'countryNotAllowed'
  | 'optedOut'
  | 'noConsent'
  | 'quietHours'
  | 'localTimeUnknown';

/** The guard's answer. */
export type Permission = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly code: RefusalCode };

/**
 * The one gate of everything that goes out to a customer (design §5). Pure and total; a refusal names the first rule
 * that forbids.
 */
export function mayContact(request: ContactRequest): Permission {
  const code = refuseAddress(request) ?? refuseConsent(request) ?? refuseHour(request);
  return code === null ? { kind: 'allowed' } : { kind: 'refused', code };
}

/** ITU-T E.164: at most 15 digits, the first never 0. Eight is the shortest in use with its country code. */
const E164 = /^\+[1-9]\d{6,14}$/u;

/** One `@`, nothing that could end a header line or hide a second address. */
const MAILBOX = /^[^\s@,;:<>"()[\]\\\p{Cc}]{1,64}@[^\s@,;:<>"()[\]\\\p{Cc}]{1,255}$/u;

/** Numbers that ring at a police, fire or ambulance desk somewhere. A country code before them may still reach it. */
const EMERGENCY = new Set([
  ...['000', '100', '101', '102', '103', '104', '105', '106', '107', '108', '110', '111', '112', '113', '114', '115'],
  ...['116', '117', '118', '119', '120', '122', '123', '124', '125', '126', '127', '128', '129', '132', '133', '144'],
  ...['150', '155', '158', '190', '191', '192', '193', '194', '195', '197', '198', '199', '911', '912', '913', '933'],
  ...['988', '990', '991', '992', '993', '994', '995', '996', '997', '998', '999'],
]);

/** ITU codes: +870 Inmarsat, +881 global mobile satellite, +882 and +883 international networks, +888 disaster relief. */
const SATELLITE = /^\+(?:870|881|882|883|888)/u;

/** ITU code +979: international premium rate; +878 (personal numbers) is charged at the caller's risk too. */
const INTERNATIONAL_PREMIUM = /^\+(?:979|878)/u;

function refuseAddress({ to, tenantCountries }: ContactRequest): RefusalCode | null {
  switch (to.kind) {
    case 'chatThread':
      return null;
    case 'mailbox':
      return MAILBOX.test(to.address) ? null : 'notAMailbox';
    case 'phone':
      return refuseNumber(to) ?? (isInCountries(to, tenantCountries) ? null : 'countryNotAllowed');
  }
}

function refuseNumber({ e164, nationalNumber, type }: PhoneFacts): RefusalCode | null {
  if (EMERGENCY.has(nationalNumber) || EMERGENCY.has(e164.replace(/^\+/u, ''))) return 'emergencyNumber';
  if (!E164.test(e164)) return 'notE164';
  if (SATELLITE.test(e164)) return 'satelliteNumber';
  if (type === 'premium' || type === 'sharedCost' || INTERNATIONAL_PREMIUM.test(e164)) return 'premiumNumber';
  return type === 'unknown' ? 'unknownNumber' : null;
}

function isInCountries({ country }: PhoneFacts, allowed: ReadonlySet<string>): boolean {
  return country !== null && allowed.has(country);
}

function refuseConsent({ purpose, consent }: ContactRequest): RefusalCode | null {
  if (purpose === 'keywordAnswer') return null;
  if (consent === 'optedOut') return 'optedOut';
  return purpose === 'proactive' && consent !== 'optedIn' ? 'noConsent' : null;
}

function refuseHour({ purpose, quietHours, localTime }: ContactRequest): RefusalCode | null {
  if (purpose !== 'callback' && purpose !== 'proactive') return null;
  if (localTime === null) return 'localTimeUnknown';
  return isQuiet(quietHours, localTime.minuteOfDay) ? 'quietHours' : null;
}

function isQuiet({ fromMinute, toMinute }: QuietHours, minute: number): boolean {
  return fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}
