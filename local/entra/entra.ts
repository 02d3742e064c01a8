// cspell:ignore acsopenidconfiguration devicecode openidconfiguration
import type { JWTPayload } from 'jose';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Route, Service } from '../kit/http';
import type { Store } from '../kit/store';
import { LIFETIME_SECONDS } from './claims';
import {
  createDirectory,
  type Directory,
  type EntraApplication,
  type EntraPerson,
  type EntraTenant,
} from './directory';
import { BOT_ISSUER, BOT_PATH, CALLBACK_ISSUER, CALLBACK_PATH, discoveryRoutes } from './discovery';
import type { GrantContext } from './grant-context';
import { createIssuing, type Issuing, type Verified } from './issuing';
import { openKeyRing, type KeyRing } from './key-ring';
import { managedIdentityRoutes, type ManagedIdentity } from './managed-identity';
import { answerSignIn } from './sign-in';
import { createSignIns } from './sign-ins';
import { correlated, notEmulated, wordFault } from './answers';
import { readableBy } from './cross-origin';
import { answerTokenRequest } from './token-endpoint';

export interface EntraOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Where this service listens (https, no last slash): the authority that tokens name as their issuer. */
  readonly url: () => string;
  readonly tenants: readonly EntraTenant[];
  readonly applications: readonly EntraApplication[];
  readonly people: readonly EntraPerson[];
  readonly managedIdentity: ManagedIdentity;
  /** Application id of the public client that people use: the desk. */
  readonly deskAppId: string;
}

/** An issuer of one of the three families of tokens. */
export type IssuerName = 'entra' | 'bot' | 'callback';

export interface Entra {
  /** Everything; speaks https. */
  readonly service: Service;
  /** The managed identity endpoints alone (`/msi/token`, and that of machines): SDKs ask it over http, so it gets a plain listener of its own. */
  readonly managedIdentityService: Service;
  /** A token of a seeded person (by object id or user principal name) with all permissions that the audience offers. */
  tokenFor(person: string, audience: string): Promise<string>;
  /** A token of a seeded application's own. */
  tokenForApp(appId: string, audience: string): Promise<string>;
  verify(token: string, audience: string): Promise<Verified>;
  /** The bearer token with which the Bot connector posts an activity to the bot `botAppId`. */
  signActivity(activity: { readonly botAppId: string; readonly serviceUrl: string }): Promise<string>;
  /** The bearer token of a Call Automation callback; `aud` is the Communication resource's immutable id. */
  signCallback(claims: JWTPayload & { readonly aud: string }): Promise<string>;
  /** A new key signs from now on; what older keys signed stays good for a day. Gives the new key's id. */
  rotateKeys(issuer: IssuerName): Promise<string>;
  /** The documents that the app is configured with. */
  readonly urls: {
    readonly botOpenId: () => string;
    readonly botKeys: () => string;
    readonly callbackOpenId: () => string;
    readonly callbackKeys: () => string;
  };
}

/** The Bot connector's tokens live an hour, those of callbacks five minutes. */
const ACTIVITY_SECONDS = 3_600;
const CALLBACK_SECONDS = 300;

/** Microsoft Entra and the two other issuers that the app trusts, with seeded tenants, apps and people. */
export async function createEntra(options: EntraOptions): Promise<Entra> {
  const { clock, url } = options;
  const directory = createDirectory(options.tenants, options.applications, options.people);
  const keys = await openKeys(options);
  const signIns = createSignIns(options.store, clock);
  const issuing = createIssuing({
    keys: keys.entra,
    clock,
    directory,
    authority: url,
    userLifetimeSeconds: LIFETIME_SECONDS.user,
  });
  const forPerson = personTokens(directory, issuing, options.deskAppId);
  const identity = managedIdentityRoutes({ identity: options.managedIdentity, directory, issuing, clock });
  const lifetime = (seconds: number) => {
    const now = Math.floor(clock.now() / 1000);
    return { iat: now, nbf: now, exp: now + seconds };
  };

  return {
    service: {
      name: 'Entra',
      wordFault,
      routes: [
        ...identity,
        ...routesOf(options, { directory, issuing, clock, signIns, authority: url }, keys, forPerson),
      ],
    },
    managedIdentityService: { name: 'managed identity endpoint', routes: identity },
    tokenFor: forPerson,
    tokenForApp: async (appId, audience) =>
      issuing.forApp(
        found(directory.applicationById(appId), appId),
        resourceOf(directory, audience),
        LIFETIME_SECONDS.app,
      ),
    verify: (token, audience) => issuing.verify(token, audience),
    signActivity: ({ botAppId, serviceUrl }) =>
      keys.bot.sign({ iss: BOT_ISSUER, aud: botAppId, serviceurl: serviceUrl, ...lifetime(ACTIVITY_SECONDS) }),
    signCallback: (claims) => keys.callback.sign({ iss: CALLBACK_ISSUER, ...lifetime(CALLBACK_SECONDS), ...claims }),
    rotateKeys: (issuer) => keys[issuer].rotate(),
    urls: urlsUnder(url),
  };
}

const urlsUnder = (url: () => string): Entra['urls'] => ({
  botOpenId: () => `${url()}${BOT_PATH}/openidconfiguration`,
  botKeys: () => `${url()}${BOT_PATH}/keys`,
  callbackOpenId: () => `${url()}${CALLBACK_PATH}/.well-known/acsopenidconfiguration`,
  callbackKeys: () => `${url()}${CALLBACK_PATH}/keys`,
});

function routesOf(
  { url }: EntraOptions,
  context: GrantContext,
  keys: Record<IssuerName, KeyRing>,
  forPerson: PersonTokens,
): Route[] {
  return [
    ...peopleRoutes(context.directory, forPerson),
    ...discoveryRoutes({ directory: context.directory, url, keys }),
    { method: 'GET', path: '/{tenant}/oauth2/v2.0/authorize', handle: (request) => answerSignIn(context, request) },
    {
      method: 'POST',
      path: '/{tenant}/oauth2/v2.0/token',
      handle: async (request) => readableBy(request, correlated(request, await answerTokenRequest(context, request))),
    },
    {
      method: 'POST',
      path: '/{tenant}/oauth2/v2.0/devicecode',
      handle: (request) => correlated(request, notEmulated('the device code flow')),
    },
  ];
}

async function openKeys({ store, clock }: EntraOptions): Promise<Record<IssuerName, KeyRing>> {
  const open = (issuer: IssuerName, publishedMembers: Readonly<Record<string, unknown>>) =>
    openKeyRing({ store, clock, issuer, publishedMembers });
  const [entra, bot, callback] = await Promise.all([
    open('entra', {}),
    open('bot', { endorsements: ['msteams'] }),
    open('callback', {}),
  ]);
  return { entra, bot, callback };
}

type PersonTokens = (person: string, audience: string) => Promise<string>;

const personTokens =
  (directory: Directory, issuing: Issuing, deskAppId: string): PersonTokens =>
  async (name, audience) => {
    const resource = resourceOf(directory, audience);
    return issuing.forPerson(found(directory.person(name), name), deskAppId, resource, resource.scopes);
  };

/** For the console, the desk and scenarios: there are no passwords here, whoever can reach this port may be anybody. */
function peopleRoutes(directory: Directory, forPerson: PersonTokens): Route[] {
  async function token(request: LocalRequest): Promise<LocalResponse> {
    const person = directory.person(request.params['person'] ?? '');
    const audience = (request.json() as { audience?: string } | undefined)?.audience ?? '';
    if (person === undefined || directory.resource(audience) === undefined)
      return { status: 404, body: { error: { code: 'NotFound', message: 'There is no such person or audience.' } } };
    const accessToken = await forPerson(person.objectId, audience);
    return { status: 200, body: { accessToken, expiresInSeconds: LIFETIME_SECONDS.user } };
  }
  return [
    { method: 'GET', path: '/_local/people', handle: () => ({ status: 200, body: { people: directory.people } }) },
    { method: 'POST', path: '/_local/people/{person}/token', handle: token },
  ];
}

const resourceOf = (directory: Directory, audience: string) => found(directory.resource(audience), audience);

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The local Entra knows no '${name}'.`);
  return value;
}
