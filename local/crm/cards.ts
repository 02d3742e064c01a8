import type { LocalRequest, LocalResponse } from '../kit/http';

/** A card as it was given: this system may know all of it. */
export interface TakenCard {
  readonly interactionId: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The organisation's payments: takes cards, field by field. */
export function createCards(): {
  readonly take: (request: LocalRequest) => LocalResponse;
  readonly all: () => readonly TakenCard[];
} {
  const cards = new Map<string, Record<string, string>>();
  return {
    take(request) {
      const { interactionId, field, digits } = given(request.json());
      const isOf = FIELDS[field];
      if (isOf === undefined) return { status: 400, body: { error: 'a field of no card' } };
      if (!isOf(digits)) return { status: 422, body: { error: 'not what it should be' } };
      const card = { ...cards.get(interactionId), [field]: digits };
      cards.set(interactionId, card);
      const { cardNumber = '' } = card;
      return { status: 200, body: { card: { brand: brandOf(cardNumber), lastFour: cardNumber.slice(-4) } } };
    },
    all: () => [...cards].map(([interactionId, fields]) => ({ interactionId, fields })),
  };
}

function given(body: unknown): { readonly interactionId: string; readonly field: string; readonly digits: string } {
  const { interactionId, field, digits } = (body ?? {}) as Record<string, unknown>;
  return { interactionId: String(interactionId), field: String(field), digits: String(digits) };
}

const FIELDS: Readonly<Record<string, (digits: string) => boolean>> = {
  cardNumber: (digits) => /^\d{13,19}$/.test(digits) && isLuhn(digits),
  expiry: (digits) => /^(0[1-9]|1[0-2])\d\d$/.test(digits),
  code: (digits) => /^\d{3,4}$/.test(digits),
};

const brandOf = (cardNumber: string): string => (cardNumber.startsWith('4') ? 'Visa' : 'other');

/** ISO/IEC 7812-1: every second digit from the right counts twice, and the sum ends in 0. */
function isLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .map(Number)
    .map((digit, at) => (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((one, two) => one + two, 0);
  return sum % 10 === 0;
}
