import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Clock } from '../../kit/clock';
import type { Store } from '../../kit/store';
import type { Assignment, Capabilities, NumberType } from './market';

/** A number that the resource has. */
export interface Owned {
  readonly phoneNumber: string;
  readonly countryCode: string;
  readonly phoneNumberType: NumberType;
  readonly assignmentType: Assignment;
  readonly capabilities: Capabilities;
  readonly boughtAt: number;
  readonly monthlyCost: number;
}

/** Numbers that were found, which are kept for whoever searched. */
export interface Search {
  readonly id: string;
  readonly countryCode: string;
  readonly phoneNumberType: NumberType;
  readonly assignmentType: Assignment;
  readonly capabilities: Capabilities;
  readonly phoneNumbers: readonly string[];
  readonly monthlyCost: number;
  readonly forbidsResale: boolean;
  readonly expiresAt: number;
  readonly isBought: boolean;
}

export interface Reservation {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly status: 'active' | 'completed';
  readonly phoneNumbers: readonly string[];
}

export type OperationType =
  | 'purchase'
  | 'releasePhoneNumber'
  | 'search'
  | 'updatePhoneNumberCapabilities'
  | 'reservationPurchase';

/** What was asked for, which is done as it is answered. */
export interface NumberOperation {
  readonly id: string;
  readonly type: OperationType;
  readonly at: number;
  /** Path of what came of it; null where that is nothing to look at. */
  readonly result: string | null;
}

/** The numbers that the resource has or holds, on disk. */
export interface Shelf {
  owned(): readonly Owned[];
  find(phoneNumber: string): Owned | undefined;
  buy(numbers: readonly Owned[]): Promise<unknown>;
  change(number: Owned): Promise<unknown>;
  release(phoneNumber: string): Promise<unknown>;
  /** Whether nobody has it, and nobody but the reservation named holds it. */
  isFree(phoneNumber: string, reservationId?: string): boolean;
  search(id: string): Search | undefined;
  keepSearch(search: Search): Promise<unknown>;
  reservations(): readonly Reservation[];
  reservation(id: string): Reservation | undefined;
  keepReservation(reservation: Reservation): Promise<unknown>;
  forgetReservation(id: string): Promise<unknown>;
  operation(id: string): NumberOperation | undefined;
  keepOperation(operation: NumberOperation): Promise<unknown>;
  forgetOperation(id: string): Promise<unknown>;
}

/** Since when the resource has the numbers that it begins with is made up, and what they cost. */
const AT_FIRST = Date.UTC(2026, 0, 1);

function ownAtFirst(phoneNumber: string): Owned {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  const isTollFree = parsed?.getType() === 'TOLL_FREE';
  return {
    phoneNumber,
    countryCode: parsed?.country ?? 'US',
    phoneNumberType: isTollFree ? 'tollFree' : 'geographic',
    assignmentType: 'application',
    capabilities: { calling: 'inbound+outbound', sms: 'inbound+outbound' },
    boughtAt: AT_FIRST,
    monthlyCost: isTollFree ? 2 : 1,
  };
}

export function openShelf(store: Store, clock: Clock, atFirst: readonly string[]): Shelf {
  const bought = store.collection<Owned>('phone_numbers');
  const released = store.collection<true>('phone_numbers_released');
  const searches = store.collection<Search>('phone_number_searches');
  const reservations = store.collection<Reservation>('phone_number_reservations');
  const operations = store.collection<NumberOperation>('phone_number_operations');
  const has = (phoneNumber: string) =>
    (atFirst.includes(phoneNumber) && !released.has(phoneNumber)) || bought.has(phoneNumber);
  const find = (phoneNumber: string) =>
    has(phoneNumber) ? (bought.get(phoneNumber) ?? ownAtFirst(phoneNumber)) : undefined;
  const isHeldBySearch = (phoneNumber: string) =>
    searches
      .values()
      .some((one) => !one.isBought && one.expiresAt > clock.now() && one.phoneNumbers.includes(phoneNumber));
  const isHeldByOther = (phoneNumber: string, reservationId?: string) =>
    reservations
      .values()
      .some((one) => one.id !== reservationId && isActive(one, clock.now()) && one.phoneNumbers.includes(phoneNumber));
  return {
    find,
    owned: () => [...new Set([...atFirst, ...bought.ids()])].flatMap((phoneNumber) => find(phoneNumber) ?? []),
    buy: (numbers) => Promise.all(numbers.map((one) => bought.put(one.phoneNumber, one))),
    change: (number) => bought.put(number.phoneNumber, number),
    release: (phoneNumber) => Promise.all([bought.delete(phoneNumber), released.put(phoneNumber, true)]),
    isFree: (phoneNumber, reservationId) =>
      !has(phoneNumber) && !isHeldBySearch(phoneNumber) && !isHeldByOther(phoneNumber, reservationId),
    search: (id) => searches.get(id),
    keepSearch: (search) => searches.put(search.id, search),
    reservations: () => reservations.values(),
    reservation: (id) => reservations.get(id),
    keepReservation: (reservation) => reservations.put(reservation.id, reservation),
    forgetReservation: (id) => reservations.delete(id),
    operation: (id) => operations.get(id),
    keepOperation: (operation) => operations.put(operation.id, operation),
    forgetOperation: (id) => operations.delete(id),
  };
}

export const isActive = ({ status, expiresAt }: Reservation, now: number): boolean =>
  status === 'active' && expiresAt > now;
