import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Route } from '../kit/http';
import { refusal } from './answers';
import type { Authorise } from './auth';

export interface PhoneNumbersOptions {
  /** The resource's own, in E.164. */
  readonly numbers: readonly string[];
  readonly asResource: Authorise;
}

/** Nothing is bought on a laptop: since when the resource has its numbers, and what they cost, is made up. */
const PURCHASED_AT = '2026-01-01T00:00:00.000Z';
const MOST_IN_PAGE = 100;

/** The numbers that the resource has, to be looked at only. */
export function phoneNumberRoutes({ numbers, asResource }: PhoneNumbersOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/phoneNumbers',
      handle: asResource(({ url }) => ({ status: 200, body: page(numbers, url.searchParams) })),
    },
    {
      method: 'GET',
      path: '/phoneNumbers/{phoneNumber}',
      handle: asResource(({ params }) => {
        const { phoneNumber = '' } = params;
        return numbers.includes(phoneNumber)
          ? { status: 200, body: purchased(phoneNumber) }
          : refusal(404, 'NotFound', `Input phoneNumber ${phoneNumber} cannot be found.`);
      }),
    },
  ];
}

function page(numbers: readonly string[], query: URLSearchParams) {
  const skip = Number(query.get('skip') ?? 0) || 0;
  const top = Math.min(Number(query.get('top') ?? MOST_IN_PAGE) || MOST_IN_PAGE, MOST_IN_PAGE);
  const next = skip + top;
  return {
    phoneNumbers: numbers.slice(skip, next).map(purchased),
    ...(next < numbers.length && { nextLink: `/phoneNumbers?skip=${next}&top=${top}&api-version=${versionIn(query)}` }),
  };
}

const versionIn = (query: URLSearchParams): string => query.get('api-version') ?? '2025-06-01';

function purchased(phoneNumber: string) {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  const isTollFree = parsed?.getType() === 'TOLL_FREE';
  return {
    id: phoneNumber.replace(/^\+/, ''),
    phoneNumber,
    countryCode: parsed?.country ?? 'US',
    phoneNumberType: isTollFree ? 'tollFree' : 'geographic',
    assignmentType: 'application',
    capabilities: { calling: 'inbound+outbound', sms: 'inbound+outbound' },
    purchaseDate: PURCHASED_AT,
    cost: { amount: isTollFree ? 2 : 1, currencyCode: 'USD', billingFrequency: 'monthly' },
  };
}
