import type { Route } from '../kit/http';
import type { Clock } from '../kit/clock';
import type { Store } from '../kit/store';
import type { Authorise } from './auth';
import { availableRoutes } from './numbers/available';
import { operatorRoute } from './numbers/operator';
import { ownedRoutes } from './numbers/owned';
import { reservationRoutes } from './numbers/reservations';
import { openShelf } from './numbers/shelf';

export interface PhoneNumbersOptions {
  /** Those that the resource has at first, in E.164. */
  readonly numbers: readonly string[];
  readonly store: Store;
  readonly clock: Clock;
  readonly endpoint: () => string;
  readonly asResource: Authorise;
}

/** Numbers of the resource, and those that it may get: https://learn.microsoft.com/rest/api/communication/phonenumbers. */
export function phoneNumberRoutes({ numbers, store, clock, ...rest }: PhoneNumbersOptions): readonly Route[] {
  const context = { ...rest, clock, shelf: openShelf(store, clock, numbers) };
  return [
    ...ownedRoutes(context),
    ...reservationRoutes(context),
    ...availableRoutes(context),
    operatorRoute(context.asResource),
  ];
}
