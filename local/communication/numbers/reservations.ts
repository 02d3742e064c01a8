import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import { badRequest, refusal, withBody } from '../answers';
import { NOT_AGREED, wireAvailable } from './available';
import { begun, pageOf, type NumbersContext } from './context';
import { offerOf, type Found } from './market';
import { isActive, type Owned, type Reservation } from './shelf';

/** Numbers by their ids; null takes one out. */
const reservationSchema = z.object({ phoneNumbers: z.record(z.string(), z.unknown()).nullish() });
const purchaseSchema = z.object({ agreeToNotResell: z.boolean().nullish() });

/** https://learn.microsoft.com/rest/api/communication/phonenumbers: "15 minutes after the last change, up to a maximum of 2 hours". */
const PROLONGED_BY_MS = 15 * 60_000;
const LONGEST_MS = 2 * 3_600_000;
const RESERVATIONS = '/availablePhoneNumbers/reservations';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Numbers that are held for a while, one by one, and bought together. */
export function reservationRoutes(context: NumbersContext): Route[] {
  const { shelf, clock, asResource } = context;
  const path = `${RESERVATIONS}/{reservationId}`;
  const withReservation = (
    handle: (reservation: Reservation, request: LocalRequest) => LocalResponse | Promise<LocalResponse>,
  ) =>
    asResource((request) => {
      const found = shelf.reservation(request.params['reservationId'] ?? '');
      return found === undefined ? NO_RESERVATION : handle(found, request);
    });
  return [
    { method: 'GET', path: RESERVATIONS, handle: asResource((request) => list(context, request)) },
    { method: 'PATCH', path, handle: asResource((request) => reserve(context, request)) },
    {
      method: 'GET',
      path,
      handle: withReservation((one) => ({
        status: 200,
        body: { ...wire(context, one), phoneNumbers: numbersIn(one, clock.now()) },
      })),
    },
    {
      method: 'DELETE',
      path,
      handle: withReservation(async (one) => {
        if (!isActive(one, clock.now())) return NOT_ACTIVE;
        await shelf.forgetReservation(one.id);
        return { status: 204 };
      }),
    },
    {
      method: 'POST',
      path: `${path}/:purchase`,
      handle: withReservation((one, request) =>
        withBody(request, purchaseSchema, ({ agreeToNotResell }) =>
          purchase(context, request, one, agreeToNotResell === true),
        ),
      ),
    },
  ];
}

const NO_RESERVATION = refusal(404, 'NotFound', 'The reservation does not exist.');
const NOT_ACTIVE = refusal(409, 'Conflict', 'The reservation is not active.');

function list(context: NumbersContext, request: LocalRequest): LocalResponse {
  const { items, ...link } = pageOf(context.shelf.reservations(), request, 'maxPageSize');
  return { status: 200, body: { reservations: items.map((one) => wire(context, one)), ...link } };
}

const wire = ({ clock }: Pick<NumbersContext, 'clock'>, one: Reservation) => ({
  id: one.id,
  expiresAt: new Date(one.expiresAt).toISOString(),
  status: one.status === 'active' && !isActive(one, clock.now()) ? 'expired' : one.status,
});

function numbersIn(reservation: Reservation, now: number) {
  const status = reservation.status === 'completed' ? 'purchased' : isActive(reservation, now) ? 'reserved' : 'expired';
  return Object.fromEntries(
    reservation.phoneNumbers.flatMap((number) => {
      const found = offerOf(number);
      return found === undefined ? [] : [[number.slice(1), wireAvailable(number, found, status)] as const];
    }),
  );
}

const reserve = (context: NumbersContext, request: LocalRequest): Promise<LocalResponse> =>
  withBody(request, reservationSchema, async ({ phoneNumbers }) => {
    const { shelf, clock } = context;
    const id = (request.params['reservationId'] ?? '').toLowerCase();
    if (!UUID.test(id)) return badRequest('The id of a reservation is a UUID.');
    const now = clock.now();
    const before = shelf.reservation(id);
    if (before !== undefined && !isActive(before, now)) return NOT_ACTIVE;
    const { kept, failed } = changed(context, before ?? { id, phoneNumbers: [] }, phoneNumbers ?? {});
    const createdAt = before?.createdAt ?? now;
    const expiresAt = Math.min(now + PROLONGED_BY_MS, createdAt + LONGEST_MS);
    const reservation: Reservation = { id, createdAt, expiresAt, status: 'active', phoneNumbers: kept };
    await shelf.keepReservation(reservation);
    const succeeded = before === undefined ? 201 : 200;
    return {
      status: Object.keys(failed).length > 0 ? 207 : succeeded,
      body: { ...wire(context, reservation), phoneNumbers: { ...numbersIn(reservation, now), ...failed } },
    };
  });

/** Who is in the reservation after what was asked, and why others are not. */
function changed(
  { shelf }: NumbersContext,
  { id, phoneNumbers }: Pick<Reservation, 'id' | 'phoneNumbers'>,
  asked: Readonly<Record<string, unknown>>,
) {
  const wanted = Object.entries(asked).map(([key, value]) => ({ number: `+${key.replace(/^\+/, '')}`, value }));
  const leaving = wanted.filter(({ value }) => value === null).map(({ number }) => number);
  const coming = wanted
    .filter(({ number, value }) => value !== null && !phoneNumbers.includes(number))
    .map(({ number }) => ({ number, found: offerOf(number), isFree: shelf.isFree(number, id) }));
  const isGood = (one: { readonly found: Found | undefined; readonly isFree: boolean }) => one.isFree && one.found;
  const failed = coming
    .filter((one) => !isGood(one))
    .map(({ number, found }) => [number.slice(1), failure(number, found)]);
  const kept = [...phoneNumbers, ...coming.filter(isGood).map(({ number }) => number)];
  return {
    kept: kept.filter((number) => !leaving.includes(number)),
    failed: Object.fromEntries(failed) as Readonly<Record<string, object>>,
  };
}

const failure = (phoneNumber: string, found: Found | undefined) => ({
  ...(found === undefined ? { id: phoneNumber.slice(1), phoneNumber } : wireAvailable(phoneNumber, found, 'error')),
  status: 'error',
  error: { code: 'NumberNotAvailable', message: 'The phone number is not available.' },
});

function purchase(
  context: NumbersContext,
  request: LocalRequest,
  reservation: Reservation,
  agrees: boolean,
): LocalResponse | Promise<LocalResponse> {
  const { shelf, clock } = context;
  if (!isActive(reservation, clock.now())) return NOT_ACTIVE;
  if (reservation.phoneNumbers.length === 0) return badRequest('The reservation has no phone numbers.');
  const found = reservation.phoneNumbers.flatMap((number) => {
    const one = offerOf(number);
    return one === undefined ? [] : [{ number, ...one }];
  });
  if (!agrees && found.some(({ country }) => country.forbidsResale)) return NOT_AGREED;
  const bought = found.map(({ number, country, offer }): Owned => {
    const { type: phoneNumberType, capabilities, monthlyCost } = offer;
    const what = { countryCode: country.code, phoneNumberType, capabilities, monthlyCost };
    return { phoneNumber: number, ...what, assignmentType: 'application', boughtAt: clock.now() };
  });
  const done = Promise.all([shelf.keepReservation({ ...reservation, status: 'completed' }), shelf.buy(bought)]);
  return begun(context, request, { type: 'reservationPurchase', header: 'reservation-purchase-id' }, done);
}
