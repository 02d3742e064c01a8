import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import { badRequest, refusal, withBody } from '../answers';
import { begun, pageOf, type NumbersContext } from './context';
import { ASSIGNMENTS, CAPABILITIES, COUNTRIES, costOf, covers, NUMBER_TYPES, numbersOf } from './market';
import type { Capabilities, Country, Offer } from './market';
import type { Owned, Search } from './shelf';

const capabilities = z.object({ calling: z.enum(CAPABILITIES), sms: z.enum(CAPABILITIES) });

const browseSchema = z.object({
  phoneNumberType: z.enum(NUMBER_TYPES),
  capabilities: capabilities.partial().nullish(),
  assignmentType: z.enum(ASSIGNMENTS).nullish(),
  phoneNumberPrefixes: z.array(z.string()).nullish(),
});

const searchSchema = z.object({
  phoneNumberType: z.enum(NUMBER_TYPES),
  assignmentType: z.enum(ASSIGNMENTS),
  capabilities,
  areaCode: z.string().nullish(),
  quantity: z.number().int().min(1).default(1),
});

const purchaseSchema = z.object({ searchId: z.string().min(1), agreeToNotResell: z.boolean().nullish() });

/** How long what was found is kept for whoever searched. */
const KEPT_MS = 15 * 60_000;
const AVAILABLE = '/availablePhoneNumbers';
const COUNTRY = `${AVAILABLE}/countries/{countryCode}`;

/** What there is to be had: looked through, searched for and bought. */
export function availableRoutes(context: NumbersContext): Route[] {
  const { shelf, asResource } = context;
  const inCountry = (handle: (country: Country, request: LocalRequest) => LocalResponse | Promise<LocalResponse>) =>
    asResource((request) => {
      const { countryCode } = request.params;
      const country = COUNTRIES.find(({ code }) => code === countryCode?.toUpperCase());
      return country === undefined
        ? refusal(404, 'NotFound', `There are no numbers of '${countryCode}'.`)
        : handle(country, request);
    });
  return [
    ...lookRoutes(asResource, inCountry),
    {
      method: 'POST',
      path: `${COUNTRY}/:browse`,
      handle: inCountry((country, request) =>
        withBody(request, browseSchema, (asked) => browse(context, country, asked)),
      ),
    },
    {
      method: 'POST',
      path: `${COUNTRY}/:search`,
      handle: inCountry((country, request) =>
        withBody(request, searchSchema, (asked) => search(context, request, country, asked)),
      ),
    },
    {
      method: 'GET',
      path: `${AVAILABLE}/searchResults/{searchId}`,
      handle: asResource(({ params }) => {
        const found = shelf.search(params['searchId'] ?? '');
        return found === undefined ? NO_SEARCH : { status: 200, body: wireSearch(found) };
      }),
    },
    {
      method: 'POST',
      path: `${AVAILABLE}/:purchase`,
      handle: asResource((request) => withBody(request, purchaseSchema, (asked) => purchase(context, request, asked))),
    },
  ];
}

type InCountry = (handle: (country: Country, request: LocalRequest) => LocalResponse) => Route['handle'];

function lookRoutes(asResource: NumbersContext['asResource'], inCountry: InCountry): Route[] {
  const listed = (name: string, all: readonly object[], request: LocalRequest): LocalResponse => {
    const { items, ...link } = pageOf(all, request, 'maxPageSize');
    return { status: 200, body: { [name]: items, ...link } };
  };
  return [
    {
      method: 'GET',
      path: `${AVAILABLE}/countries`,
      handle: asResource((request) =>
        listed(
          'countries',
          COUNTRIES.map(({ name, code }) => ({ localizedName: name, countryCode: code })),
          request,
        ),
      ),
    },
    {
      method: 'GET',
      path: `${COUNTRY}/areaCodes`,
      handle: inCountry(({ offers }, request) => listed('areaCodes', areaCodesOf(offers, request), request)),
    },
    {
      method: 'GET',
      path: `${COUNTRY}/localities`,
      handle: inCountry(({ offers }, request) =>
        listed('phoneNumberLocalities', localitiesOf(offers, request.url.searchParams), request),
      ),
    },
    {
      method: 'GET',
      path: `${COUNTRY}/offerings`,
      handle: inCountry(({ offers }, request) =>
        listed('phoneNumberOfferings', offeringsOf(offers, request.url.searchParams), request),
      ),
    },
  ];
}

function areaCodesOf(offers: readonly Offer[], { url }: LocalRequest) {
  const [type, locality] = ['phoneNumberType', 'locality'].map((name) => url.searchParams.get(name));
  return offers
    .filter((offer) => offer.type === type)
    .flatMap(({ areas }) => areas)
    .filter((area) => locality === null || area.locality?.name === locality)
    .map(({ code }) => ({ areaCode: code }));
}

function localitiesOf(offers: readonly Offer[], query: URLSearchParams) {
  const division = query.get('administrativeDivision');
  return offers
    .flatMap(({ areas }) => areas.flatMap((area) => area.locality ?? []))
    .filter(({ abbreviated }) => division === null || abbreviated === division)
    .map(({ name, division: inDivision, abbreviated }) => ({
      localizedName: name,
      administrativeDivision: { localizedName: inDivision, abbreviatedName: abbreviated },
    }));
}

function offeringsOf(offers: readonly Offer[], query: URLSearchParams) {
  const [type, assignment] = ['phoneNumberType', 'assignmentType'].map((name) => query.get(name));
  return offers
    .filter((offer) => type === null || offer.type === type)
    .flatMap((offer) =>
      offer.assignments
        .filter((one) => assignment === null || one === assignment)
        .map((assignmentType) => ({
          phoneNumberType: offer.type,
          assignmentType,
          availableCapabilities: offer.capabilities,
          cost: costOf(offer.monthlyCost),
        })),
    );
}

/** Azure's come at random; here from the first. */
const MOST_BROWSED = 20;

function browse(
  { shelf }: NumbersContext,
  country: Country,
  {
    phoneNumberType,
    assignmentType,
    capabilities: wanted,
    phoneNumberPrefixes: prefixes,
  }: z.infer<typeof browseSchema>,
): LocalResponse {
  const offer = country.offers.find(({ type }) => type === phoneNumberType);
  const isOffered =
    offer !== undefined &&
    (!assignmentType || offer.assignments.includes(assignmentType)) &&
    covers(offer.capabilities, wantedOf(wanted ?? {}));
  const numbers = isOffered
    ? offer.areas
        .flatMap(numbersOf)
        .filter((number) => shelf.isFree(number) && (!prefixes || prefixes.some((one) => number.startsWith(`+${one}`))))
    : [];
  const phoneNumbers = numbers
    .slice(0, MOST_BROWSED)
    .map((number) => wireAvailable(number, { country, offer: offer as Offer }, 'available'));
  return { status: 200, body: { phoneNumbers } };
}

const wantedOf = ({
  calling,
  sms,
}: {
  calling?: Capabilities['calling'] | undefined;
  sms?: Capabilities['sms'] | undefined;
}) => ({
  calling: calling ?? ('none' as const),
  sms: sms ?? ('none' as const),
});

/** A number that can be had, as lists and reservations tell of it. */
export const wireAvailable = (
  phoneNumber: string,
  { country, offer }: { readonly country: Country; readonly offer: Offer },
  status: 'available' | 'reserved' | 'purchased' | 'expired' | 'error',
) => ({
  id: phoneNumber.replace(/^\+/, ''),
  phoneNumber,
  countryCode: country.code,
  phoneNumberType: offer.type,
  assignmentType: 'application',
  capabilities: offer.capabilities,
  cost: costOf(offer.monthlyCost),
  isAgreementToNotResellRequired: country.forbidsResale,
  status,
});

function search(
  context: NumbersContext,
  request: LocalRequest,
  country: Country,
  asked: z.infer<typeof searchSchema>,
): LocalResponse | Promise<LocalResponse> {
  const { shelf, clock } = context;
  const offer = country.offers.find(({ type }) => type === asked.phoneNumberType);
  if (!offer?.assignments.includes(asked.assignmentType) || !covers(offer.capabilities, asked.capabilities))
    return badRequest('Numbers of this kind are not offered for this use, or not with these capabilities.');
  const free = offer.areas
    .filter(({ code }) => !asked.areaCode || code === asked.areaCode)
    .flatMap(numbersOf)
    .filter((number) => shelf.isFree(number));
  if (free.length < asked.quantity)
    return refusal(404, 'NotFound', 'There are not as many numbers that match what is searched for.');
  const found: Search = {
    id: randomUUID(),
    countryCode: country.code,
    phoneNumberType: offer.type,
    assignmentType: asked.assignmentType,
    capabilities: asked.capabilities,
    phoneNumbers: free.slice(0, asked.quantity),
    monthlyCost: offer.monthlyCost,
    forbidsResale: country.forbidsResale,
    expiresAt: clock.now() + KEPT_MS,
    isBought: false,
  };
  const what = { type: 'search', header: 'search-id', id: found.id } as const;
  return begun(
    context,
    request,
    { ...what, result: `${AVAILABLE}/searchResults/${found.id}` },
    shelf.keepSearch(found),
  );
}

const NO_SEARCH = refusal(404, 'NotFound', 'The search does not exist.');

const wireSearch = (search: Search) => ({
  searchId: search.id,
  phoneNumbers: search.phoneNumbers,
  phoneNumberType: search.phoneNumberType,
  assignmentType: search.assignmentType,
  capabilities: search.capabilities,
  cost: costOf(search.monthlyCost),
  searchExpiresBy: new Date(search.expiresAt).toISOString(),
  isAgreementToNotResellRequired: search.forbidsResale,
  errorCode: 0,
  error: 'NoError',
});

function purchase(
  context: NumbersContext,
  request: LocalRequest,
  { searchId, agreeToNotResell }: z.infer<typeof purchaseSchema>,
): LocalResponse | Promise<LocalResponse> {
  const { shelf, clock } = context;
  const found = shelf.search(searchId);
  if (found === undefined) return NO_SEARCH;
  if (found.isBought) return badRequest('What was found has been bought already.');
  if (found.expiresAt <= clock.now()) return badRequest('The search has expired.');
  if (found.forbidsResale && agreeToNotResell !== true) return NOT_AGREED;
  const { countryCode, phoneNumberType, assignmentType, capabilities: can, monthlyCost } = found;
  const numbers = found.phoneNumbers.map((phoneNumber): Owned => {
    const what = { countryCode, phoneNumberType, assignmentType, capabilities: can, monthlyCost };
    return { phoneNumber, ...what, boughtAt: clock.now() };
  });
  const done = Promise.all([shelf.keepSearch({ ...found, isBought: true }), shelf.buy(numbers)]);
  return begun(context, request, { type: 'purchase', header: 'purchase-id' }, done);
}

/** For numbers of a country that forbids it to sell them on. */
export const NOT_AGREED = badRequest('The agreement to not resell the phone numbers is required.');
