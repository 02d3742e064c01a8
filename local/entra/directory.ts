/** An Entra tenant. */
export interface EntraTenant {
  readonly tenantId: string;
  readonly domain: string;
}

/** An application with its service principal in one tenant, or a managed identity (which has no secret). */
export interface EntraApplication {
  readonly tenantId: string;
  /** Application (client) id. */
  readonly appId: string;
  /** Object id of the service principal: `oid` of its tokens. */
  readonly objectId: string;
  readonly name: string;
  readonly secret: string | null;
  /** Certificates (PEM) with which it may sign assertions instead. */
  readonly certificates: readonly string[];
  /**
   * Object ids of identities of this Entra whose tokens prove it as well, as federated credentials:
   * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
   */
  readonly federatedSubjects: readonly string[];
  /** Pages that people may be sent back to after they signed in: it is a single-page application. */
  readonly redirectUris: readonly string[];
  /** Application id URIs by which others ask for tokens to it, e.g. `api://switchboard`. */
  readonly identifierUris: readonly string[];
  /** Delegated permissions that it offers, e.g. `access_as_user`. */
  readonly scopes: readonly string[];
  /** App roles that it was granted, by the resource (client id, application id URI or URL) that declares them. */
  readonly granted: Readonly<Record<string, readonly string[]>>;
}

export interface EntraPerson {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  readonly userPrincipalName: string;
  /** App roles in our API, e.g. `Switchboard.Agent`. */
  readonly roles: readonly string[];
}

export interface Directory {
  readonly people: readonly EntraPerson[];
  /** By id or domain. */
  tenant(name: string): EntraTenant | undefined;
  application(tenantId: string, appId: string): EntraApplication | undefined;
  applicationById(appId: string): EntraApplication | undefined;
  /** By object id or user principal name. */
  person(name: string): EntraPerson | undefined;
  resource(name: string): Resource | undefined;
}

/** What a token is asked for: an application of the directory, or an Azure service by its URL. */
export interface Resource {
  /** The `aud` that its tokens carry. */
  readonly audience: string;
  readonly names: readonly string[];
  readonly scopes: readonly string[];
}

export const sameResource = (one: string, other: string): boolean => bare(one) === bare(other);
const bare = (resource: string) => resource.toLowerCase().replace(/\/+$/, '');

/** Whom tokens are for that are shown as federated credentials. */
export const TOKEN_EXCHANGE = {
  audience: 'fb60f99c-7a34-4190-8149-302f77469936',
  names: ['api://AzureADTokenExchange', 'fb60f99c-7a34-4190-8149-302f77469936'],
  scopes: [],
} as const satisfies Resource;

/** What people can let a client do at those of Azure's services that name it otherwise than the rest. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'https://auth.msft.communication.azure.com': ['TeamsExtension.ManageCalls'],
  'https://graph.microsoft.com': [
    ...['User.Read', 'User.Read.All', 'User.ReadBasic.All', 'Presence.Read', 'Presence.Read.All', 'Presence.ReadWrite'],
    ...['Mail.Read', 'Mail.ReadWrite', 'Mail.Send', 'OnlineMeetings.ReadWrite'],
  ],
};

export function createDirectory(
  tenants: readonly EntraTenant[],
  applications: readonly EntraApplication[],
  people: readonly EntraPerson[],
): Directory {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  return {
    people,
    tenant: (name) => tenants.find(({ tenantId, domain }) => same(tenantId, name) || same(domain, name)),
    application: (tenantId, appId) => applications.find((app) => app.tenantId === tenantId && same(app.appId, appId)),
    applicationById: (appId) => applications.find((app) => same(app.appId, appId)),
    person: (name) =>
      people.find(({ objectId, userPrincipalName }) => same(objectId, name) || same(userPrincipalName, name)),
    resource(name) {
      const app = applications.find(({ appId, identifierUris }) =>
        [appId, `api://${appId}`, ...identifierUris].some((known) => sameResource(known, name)),
      );
      if (app) {
        const names = [app.appId, `api://${app.appId}`, ...app.identifierUris];
        return { audience: app.appId, names, scopes: app.scopes };
      }
      if (sameResource(name, TOKEN_EXCHANGE.names[0])) return TOKEN_EXCHANGE;
      // Azure's own services are resources in every tenant; which there are is not ours to list.
      if (!/^https:\/\//i.test(name)) return undefined;
      return { audience: name, names: [name], scopes: PERMISSIONS[bare(name)] ?? ['user_impersonation'] };
    },
  };
}
