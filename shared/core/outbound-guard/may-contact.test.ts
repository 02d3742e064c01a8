import { mayContact, type ContactRequest, type PhoneFacts } from './may-contact';

const phone = (over: Partial<PhoneFacts> = {}): PhoneFacts => ({
  kind: 'phone',
  e164: '+14255550123',
  country: 'US',
  nationalNumber: '4255550123',
  type: 'mobile',
  ...over,
});

const codeOf = (over: Partial<ContactRequest>): string | null => {
  const permission = mayContact({
    to: phone(),
    purpose: 'reply',
    tenantCountries: new Set(['US']),
    consent: 'unknown',
    quietHours: { fromMinute: 1260, toMinute: 480 },
    localTime: { date: '2026-10-05', weekday: 1, minuteOfDay: 600 },
    ...over,
  });
  return permission.kind === 'allowed' ? null : permission.code;
};

test.each<[string, Partial<PhoneFacts>, string | null]>([
  ['a mobile of the country', {}, null],
  ['a number that is not E.164', { e164: '004255550123' }, 'notE164'],
  ['an emergency number', { e164: '+1911', nationalNumber: '911', type: 'other' }, 'emergencyNumber'],
  ['an emergency number behind a plus sign', { e164: '+112', nationalNumber: '2', type: 'other' }, 'emergencyNumber'],
  ['a satellite phone', { e164: '+881612345678', country: null }, 'satelliteNumber'],
  ['a premium number', { type: 'premium' }, 'premiumNumber'],
  ['a shared-cost number', { type: 'sharedCost' }, 'premiumNumber'],
  ['an international premium number', { e164: '+979123456789', country: null }, 'premiumNumber'],
  ['a number that no plan knows', { type: 'unknown' }, 'unknownNumber'],
  ['a country that the tenant does not serve', { e164: '+491701234567', country: 'DE' }, 'countryNotAllowed'],
])('%s', (_what, over, expected) => {
  expect(codeOf({ to: phone(over) })).toBe(expected);
});

test.each([
  ['kim@contoso.example', null],
  ['kim@contoso.example\r\nBcc: all@contoso.example', 'notAMailbox'],
  ['kim@contoso.example,lee@contoso.example', 'notAMailbox'],
  ['kim', 'notAMailbox'],
])('mailbox %p', (address, expected) => {
  expect(codeOf({ to: { kind: 'mailbox', address } })).toBe(expected);
});

test('who opted out gets nothing but the answer to a keyword', () => {
  const consent = 'optedOut';
  expect(codeOf({ consent })).toBe('optedOut');
  expect(codeOf({ consent, purpose: 'callback' })).toBe('optedOut');
  expect(codeOf({ consent, purpose: 'keywordAnswer' })).toBeNull();
});

test('nobody is contacted unasked without consent', () => {
  expect(codeOf({ purpose: 'proactive' })).toBe('noConsent');
  expect(codeOf({ purpose: 'proactive', consent: 'optedIn' })).toBeNull();
});

test.each([
  [480, null],
  [1259, null],
  [1260, 'quietHours'],
  [0, 'quietHours'],
  [479, 'quietHours'],
])('a callback at minute %p of the customer’s day', (minuteOfDay, expected) => {
  const localTime = { date: '2026-10-05', weekday: 1, minuteOfDay };
  expect(codeOf({ purpose: 'callback', localTime })).toBe(expected);
  expect(codeOf({ purpose: 'reply', localTime })).toBeNull();
});

test('without the customer’s time nobody is called back', () => {
  expect(codeOf({ purpose: 'callback', localTime: null })).toBe('localTimeUnknown');
});
