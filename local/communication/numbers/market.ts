/** Kinds of numbers, as the service names them. */
export const NUMBER_TYPES = ['geographic', 'tollFree', 'mobile'] as const;
export type NumberType = (typeof NUMBER_TYPES)[number];
export const ASSIGNMENTS = ['person', 'application'] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];
export const CAPABILITIES = ['none', 'inbound', 'outbound', 'inbound+outbound'] as const;
type Capability = (typeof CAPABILITIES)[number];

export interface Capabilities {
  readonly calling: Capability;
  readonly sms: Capability;
}

/** What may be bought in a country: of a kind, by area codes, for so much a month. */
export interface Offer {
  readonly type: NumberType;
  readonly assignments: readonly Assignment[];
  readonly capabilities: Capabilities;
  readonly monthlyCost: number;
  readonly areas: readonly Area[];
}

interface Area {
  readonly code: string;
  /** In E.164, up to the last three digits. */
  readonly prefix: string;
  readonly locality?: { readonly name: string; readonly division: string; readonly abbreviated: string };
}

export interface Country {
  readonly code: string;
  readonly name: string;
  /** Its numbers may not be sold on, which the buyer has to agree to. */
  readonly forbidsResale: boolean;
  readonly offers: readonly Offer[];
}

const BOTH = 'inbound+outbound';
const anybody: readonly Assignment[] = ['person', 'application'];
const northAmerican = (code: string): Area => ({ code, prefix: `+1${code}5550` });
const of = (area: Area, name: string, division: string, abbreviated: string): Area => ({
  ...area,
  locality: { name, division, abbreviated },
});

/** A market small enough to be known by heart; its numbers are of the ranges that countries keep for films, where they keep any. */
export const COUNTRIES: readonly Country[] = [
  {
    code: 'US',
    name: 'United States',
    forbidsResale: false,
    offers: [
      {
        type: 'tollFree',
        assignments: ['application'],
        capabilities: { calling: BOTH, sms: BOTH },
        monthlyCost: 2,
        areas: ['833', '844', '855', '866', '877', '888'].map(northAmerican),
      },
      {
        type: 'geographic',
        assignments: anybody,
        capabilities: { calling: BOTH, sms: BOTH },
        monthlyCost: 1,
        areas: [
          of(northAmerican('206'), 'Seattle', 'Washington', 'WA'),
          of(northAmerican('425'), 'Bellevue', 'Washington', 'WA'),
          of(northAmerican('212'), 'New York City', 'New York', 'NY'),
        ],
      },
    ],
  },
  {
    code: 'GB',
    name: 'United Kingdom',
    forbidsResale: false,
    offers: [
      {
        type: 'tollFree',
        assignments: ['application'],
        capabilities: { calling: BOTH, sms: 'none' },
        monthlyCost: 2,
        areas: [{ code: '808', prefix: '+448081570' }],
      },
      {
        type: 'geographic',
        assignments: anybody,
        capabilities: { calling: BOTH, sms: 'none' },
        monthlyCost: 1,
        areas: [of({ code: '20', prefix: '+442079460' }, 'London', 'England', 'ENG')],
      },
    ],
  },
  {
    code: 'FR',
    name: 'France',
    forbidsResale: true,
    offers: [
      {
        type: 'tollFree',
        assignments: ['application'],
        capabilities: { calling: BOTH, sms: 'none' },
        monthlyCost: 17,
        areas: [{ code: '805', prefix: '+33805980' }],
      },
    ],
  },
  {
    code: 'IE',
    name: 'Ireland',
    forbidsResale: false,
    offers: [
      {
        type: 'mobile',
        assignments: ['application'],
        capabilities: { calling: 'none', sms: BOTH },
        monthlyCost: 3,
        areas: [{ code: '89', prefix: '+353891000' }],
      },
    ],
  },
];

const FIRST = 100;
const AFTER_LAST = 200;

/** The numbers of an area, from the first to the last. */
export const numbersOf = ({ prefix }: Area): string[] =>
  Array.from({ length: AFTER_LAST - FIRST }, (_, n) => `${prefix}${FIRST + n}`);

export interface Found {
  readonly country: Country;
  readonly offer: Offer;
}

/** Whose offer a number of the market is; undefined for every other number. */
export function offerOf(number: string): Found | undefined {
  for (const country of COUNTRIES)
    for (const offer of country.offers)
      if (offer.areas.some((area) => number.startsWith(area.prefix) && numbersOf(area).includes(number)))
        return { country, offer };
  return undefined;
}

const partsOf = (capability: Capability) => (capability === 'none' ? [] : capability.split('+'));

/** Whether all that is wanted is among what is offered. */
export const covers = (offered: Capabilities, wanted: Partial<Capabilities>): boolean =>
  (['calling', 'sms'] as const).every((name) =>
    partsOf(wanted[name] ?? 'none').every((part) => partsOf(offered[name]).includes(part)),
  );

export const costOf = (amount: number) => ({ amount, currencyCode: 'USD', billingFrequency: 'monthly' });
