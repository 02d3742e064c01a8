import type { PhoneFacts } from './may-contact';

/** Countries with one time zone, or whose zones show the same time wherever most people live. */
const ONE: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  CH: 'Europe/Zurich',
  CN: 'Asia/Shanghai',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HK: 'Asia/Hong_Kong',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IL: 'Asia/Jerusalem',
  IN: 'Asia/Kolkata',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  KR: 'Asia/Seoul',
  LU: 'Europe/Luxembourg',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  PL: 'Europe/Warsaw',
  PR: 'America/Puerto_Rico',
  RO: 'Europe/Bucharest',
  SE: 'Europe/Stockholm',
  SG: 'Asia/Singapore',
  TR: 'Europe/Istanbul',
  TW: 'Asia/Taipei',
  ZA: 'Africa/Johannesburg',
};

/** A number does not tell where in these its owner is: it must be daytime in all of them. */
const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  AU: ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Perth'],
  BR: ['America/Noronha', 'America/Sao_Paulo', 'America/Manaus', 'America/Rio_Branco'],
  CA: [
    'America/St_Johns',
    'America/Halifax',
    'America/Toronto',
    'America/Winnipeg',
    'America/Edmonton',
    'America/Vancouver',
  ],
  ES: ['Europe/Madrid', 'Atlantic/Canary'],
  MX: ['America/Cancun', 'America/Mexico_City', 'America/Hermosillo', 'America/Tijuana'],
  NZ: ['Pacific/Auckland', 'Pacific/Chatham'],
  PT: ['Europe/Lisbon', 'Atlantic/Azores'],
  US: ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles'],
};

/** Area codes of the North American plan that are a whole state far from the others. */
const FAR: Readonly<Record<string, string>> = { '808': 'Pacific/Honolulu', '907': 'America/Anchorage' };

/** The time zones (IANA) in which the owner of a number may be; none when that is not known. */
export function zonesOf({
  country,
  nationalNumber,
}: Pick<PhoneFacts, 'country' | 'nationalNumber'>): readonly string[] {
  if (country === null) return [];
  const far = country === 'US' ? FAR[nationalNumber.slice(0, 3)] : undefined;
  if (far !== undefined) return [far];
  const one = ONE[country];
  return one === undefined ? (SEVERAL[country] ?? []) : [one];
}
