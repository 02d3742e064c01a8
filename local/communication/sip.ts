import { z } from 'zod';
import type { LocalResponse, Route } from '../kit/http';
import type { Store } from '../kit/store';
import { withBody } from './answers';
import type { Authorise } from './auth';

/** Direct routing: which calls to telephones go by a session border controller of the organisation's own. */
export interface SipRouting {
  readonly routes: readonly Route[];
  /** The trunk by which a call to a number goes; undefined when no route matches, and the call goes by Microsoft. */
  trunkFor(number: string): string | undefined;
}

export interface SipRoutingOptions {
  readonly store: Store;
  readonly asResource: Authorise;
}

interface Trunk {
  readonly sipSignalingPort: number;
}

interface TrunkRoute {
  readonly name: string;
  readonly description?: string | undefined;
  readonly numberPattern: string;
  readonly trunks?: readonly string[] | undefined;
}

interface Configuration {
  readonly trunks: Readonly<Record<string, Trunk>>;
  readonly routes: readonly TrunkRoute[];
}

/** A merge patch: a trunk that is null goes, routes are replaced as a whole. */
const patchSchema = z.object({
  trunks: z.record(z.string(), z.object({ sipSignalingPort: z.number() }).nullable()).optional(),
  routes: z
    .array(
      z.object({
        name: z.string(),
        description: z.string().optional(),
        numberPattern: z.string(),
        trunks: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});
type Patch = z.infer<typeof patchSchema>;

/**
 * As the service answers in the recordings of the vendor's clients; lengths from its description of 2023-03-01:
 * https://learn.microsoft.com/rest/api/communication/siprouting/sip-routing/update
 */
const FAULTS = {
  EmptyPatch: 'Patch with no data provided.',
  InvalidTrunkFqdn: 'Trunk with an invalid FQDN.',
  InvalidTrunkSipSignalingPort: 'Trunk with an invalid SIP signaling port.',
  InvalidRouteName: 'Route with an invalid name.',
  InvalidRouteNumberPattern: 'Route with an invalid number pattern.',
  MissingTrunk: 'Route targeting a missing trunk.',
  DuplicatedRoute: 'Two routes with the same name.',
  DuplicatedRoutingTrunk: 'Route targeting a trunk twice.',
} as const;
type Fault = keyof typeof FAULTS;

const FQDN = /^(?=.{1,249}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;
const HIGHEST_PORT = 65_535;
const LONGEST_NAME = 256;
const LONGEST_PATTERN = 1_024;
const ONLY = 'configuration';

export function createSipRouting({ store, asResource }: SipRoutingOptions): SipRouting {
  const kept = store.collection<Configuration>('sip');
  const read = (): Configuration => kept.get(ONLY) ?? { trunks: {}, routes: [] };

  async function update(patch: Patch): Promise<LocalResponse> {
    const next = patched(read(), patch);
    const fault = isEmpty(patch) ? 'EmptyPatch' : faultOf(next);
    if (fault !== undefined) return unprocessable(fault);
    await kept.put(ONLY, next);
    return { status: 200, body: next };
  }

  return {
    routes: [
      { method: 'GET', path: '/sip', handle: asResource(() => ({ status: 200, body: read() })) },
      { method: 'PATCH', path: '/sip', handle: asResource((request) => withBody(request, patchSchema, update)) },
    ],
    trunkFor: (number) => read().routes.find(({ numberPattern }) => matches(numberPattern, number))?.trunks?.[0],
  };
}

const isEmpty = ({ trunks, routes }: Patch) => routes === undefined && Object.keys(trunks ?? {}).length === 0;

function patched({ trunks, routes }: Configuration, patch: Patch): Configuration {
  const merged = Object.entries({ ...trunks, ...patch.trunks });
  return {
    trunks: Object.fromEntries(merged.flatMap(([fqdn, trunk]) => (trunk === null ? [] : [[fqdn, trunk]]))),
    routes: patch.routes ?? routes,
  };
}

function faultOf({ trunks, routes }: Configuration): Fault | undefined {
  for (const [fqdn, { sipSignalingPort: port }] of Object.entries(trunks)) {
    if (!FQDN.test(fqdn)) return 'InvalidTrunkFqdn';
    if (!Number.isInteger(port) || port < 1 || port > HIGHEST_PORT) return 'InvalidTrunkSipSignalingPort';
  }
  for (const { name, numberPattern, trunks: by = [] } of routes) {
    if (name === '' || name.length > LONGEST_NAME) return 'InvalidRouteName';
    if (numberPattern === '' || numberPattern.length > LONGEST_PATTERN) return 'InvalidRouteNumberPattern';
    if (by.some((fqdn) => trunks[fqdn] === undefined)) return 'MissingTrunk';
    if (new Set(by).size < by.length) return 'DuplicatedRoutingTrunk';
  }
  if (new Set(routes.map(({ name }) => name)).size < routes.length) return 'DuplicatedRoute';
  return undefined;
}

const unprocessable = (fault: Fault): LocalResponse => ({
  status: 422,
  headers: { 'x-ms-error-code': 'UnprocessableConfiguration' },
  body: {
    error: {
      code: 'UnprocessableConfiguration',
      message: 'One or more request inputs are not valid.',
      innererror: { code: fault, message: FAULTS[fault] },
    },
  },
});

/** Patterns are of .NET: what JavaScript cannot read matches nothing here. */
function matches(pattern: string, number: string): boolean {
  try {
    return new RegExp(pattern).test(number);
  } catch {
    return false;
  }
}
