import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LOCAL } from './identities';
import type { Urls } from './endpoints';

/** What the host's process says once it serves (`local/host/main.ts`). */
export interface HostReady {
  readonly url: string;
  readonly controlUrl: string;
  readonly keys: { readonly master: string; readonly eventGrid: string };
  readonly functions: readonly string[];
}

export interface HostProcessOptions {
  /** Folder of the compiled app. */
  readonly appFolder: string;
  readonly dataFolder: string;
  readonly tlsFolder: string;
  readonly caFile: string;
  readonly port: number;
  readonly controlPort: number;
  /** Which of several hosts, and what they share; left out for the only one. */
  readonly name?: string;
  readonly backplaneUrl?: string;
  readonly urls: Urls;
  /** Where what is said in calls is written down; undefined where nobody does. */
  readonly transcriptsUrl: string | undefined;
  readonly entraTenantId: string;
  readonly now: () => number;
  /** How fast its clock follows real time at first; 0 stands. */
  readonly speed: () => number;
  readonly corsOrigins: readonly string[];
  readonly isSynced: boolean;
  readonly isVerbose: boolean;
  readonly onExit: (code: number | null, signal: NodeJS.Signals | null) => void;
}

/** The functions host as a process of its own, which can be killed at any moment. */
export interface HostProcess {
  start(killAt?: string): Promise<HostReady>;
  /** kill -9. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  isRunning(): boolean;
}

export function createHostProcess(options: HostProcessOptions): HostProcess {
  let child: ChildProcess | undefined;

  async function start(killAt?: string): Promise<HostReady> {
    const { appFolder, dataFolder, tlsFolder, port, controlPort, now, speed, corsOrigins } = options;
    const { isSynced, isVerbose } = options;
    const { name, backplaneUrl } = options;
    const settings = {
      ...{ appFolder, dataFolder, tlsFolder, port, controlPort, corsOrigins, isSynced, isVerbose },
      // The whole of Azure is here: what a developer keeps for an account of theirs is not to be called by it.
      readsLocalSettings: false,
      startAt: now(),
      speed: speed(),
      ...(name !== undefined && { name }),
      ...(backplaneUrl !== undefined && { backplaneUrl }),
    };
    const main = join(appFolder, 'dist/local/host/main.js');
    // With our own arguments of node: whoever wants source maps here wants them there.
    const started = spawn(process.execPath, [...process.execArgv, main, JSON.stringify(settings)], {
      env: { ...process.env, ...environmentOf(options), ...(killAt === undefined ? {} : { LOCAL_KILL_AT: killAt }) },
      // By the channel it knows that we are gone, however we went.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    child = started;
    started.once('exit', (code, signal) => {
      if (child === started) child = undefined;
      options.onExit(code, signal);
    });
    return readyOf(started);
  }

  const end = (signal: NodeJS.Signals) => ended(child, signal);

  return { start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM'), isRunning: () => child !== undefined };
}

/** Sends a signal to a process that may run, and waits for its end. */
export async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await exit;
}

function readyOf(child: ChildProcess): Promise<HostReady> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The functions host ended with ${code} before it was ready.`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      // The app may have logged something before: a timer that fell due while it was down.
      if (line.startsWith('{"url":')) resolve(JSON.parse(line) as HostReady);
    });
  });
}

/** The application settings: the same names that infra/ sets in Azure. */
export const appSettings = (urls: Urls, entraTenantId: string): Readonly<Record<string, string>> => ({
  COSMOS_ENDPOINT: urls.cosmos,
  COSMOS_DATABASE: LOCAL.database,
  COSMOS__accountEndpoint: urls.cosmos,
  COSMOS__credential: 'managedidentity',
  COSMOS__clientId: LOCAL.managedIdentityAppId,
  BLOB_ENDPOINT: urls.blob,
  COMMUNICATION_ENDPOINT: urls.communication,
  COMMUNICATION_CALLBACK_AUDIENCE: LOCAL.communicationResourceId,
  COMMUNICATION_CALLBACK_JWKS_URL: `${urls.entra}/communication/calling/keys`,
  COGNITIVE_SERVICES_ENDPOINT: `${urls.communication}/speech`,
  TELESIGN_ENDPOINT: urls.telesign,
  TELESIGN_CUSTOMER_ID: LOCAL.telesignCustomerId,
  TELESIGN_API_KEY: LOCAL.telesignKey,
  LOOK_UP_HOSTS: `${LOCAL.crmHost}=${new URL(urls.crm).host}`,
  LOOK_UP_SIGNING_KEY: LOCAL.lookUpKey,
  EVENTGRID_TOPIC_ENDPOINT: urls.ownTopic,
  WEB_PUBSUB_ENDPOINT: urls.webPubSub,
  GRAPH_ENDPOINT: urls.graph,
  BOT_APP_ID: LOCAL.botAppId,
  BOT_TENANT_ID: entraTenantId,
  BOT_OPENID_URL: `${urls.entra}/botframework/.well-known/openidconfiguration`,
  BOT_SERVICE_URL: urls.teams,
  ENTRA_AUTHORITY: urls.entra,
  API_AUDIENCE: LOCAL.apiAppId,
  DESK_APP_ID: LOCAL.deskAppId,
  PUBLIC_URL: urls.functions,
  AZURE_CLIENT_ID: LOCAL.managedIdentityAppId,
});

/** All that a host's process needs of its surroundings. */
export const environmentOf = ({
  urls,
  transcriptsUrl,
  entraTenantId,
  caFile,
}: HostProcessOptions): Readonly<Record<string, string>> => ({
  ...appSettings(urls, entraTenantId),
  ...(transcriptsUrl !== undefined && { TRANSCRIPTS_ADDRESS: transcriptsUrl }),
  IDENTITY_ENDPOINT: urls.managedIdentity,
  IDENTITY_HEADER: LOCAL.managedIdentityHeader,
  NODE_EXTRA_CA_CERTS: caFile,
});
