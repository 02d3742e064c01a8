/** Where the parts of the host lie, once they are restored. */
export interface HostParts {
  /** `Microsoft.Azure.WebJobs.Script.WebHost.dll`. */
  readonly host: string;
  /** The folder with the worker's `worker.config.json`. */
  readonly worker: string;
  /** The folder under which a version of the bundle has its `bundle.json`. */
  readonly bundle: string;
}

const HOST = 'Microsoft.Azure.WebJobs.Script.WebHost.dll';

const slashes = (path: string): string => path.replaceAll('\\', '/');
const folderOf = (path: string, up = 1): string => slashes(path).split('/').slice(0, -up).join('/');

/** Finds the parts among the files of the packages; a name that is not there is told. */
export function partsOf(files: readonly string[]): HostParts | { readonly missing: string } {
  const find = (name: string, part = '') =>
    files.find((file) => slashes(file).endsWith(`/${name}`) && slashes(file).toLowerCase().includes(part));
  const host = find(HOST);
  const worker = find('worker.config.json', 'node');
  const bundle = find('bundle.json', 'extensionbundle');
  if (host === undefined) return { missing: HOST };
  if (worker === undefined) return { missing: 'worker.config.json of the Node worker' };
  if (bundle === undefined) return { missing: 'bundle.json of the extension bundle' };
  return { host, worker: folderOf(worker), bundle: folderOf(bundle, 2) };
}

export interface HostFolders {
  /** With host.json, package.json and the compiled app. */
  readonly app: string;
  readonly secrets: string;
  readonly tls: string;
}

/** The environment of Microsoft's host; `{port}` is put in by whoever starts it (`local/setup/other-host.ts`). */
export const environmentOf = (parts: HostParts, folders: HostFolders): Readonly<Record<string, string>> => ({
  AzureWebJobsScriptRoot: folders.app,
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  AzureWebJobsSecretStorageType: 'files',
  FUNCTIONS_SECRETS_PATH: folders.secrets,
  FUNCTIONS_WORKER_RUNTIME: 'node',
  FUNCTIONS_EXTENSION_VERSION: '~4',
  languageWorkers__node__workerDirectory: parts.worker,
  AzureFunctionsJobHost__extensionBundle__downloadPath: parts.bundle,
  AzureFunctionsJobHost__extensionBundle__ensureLatest: 'false',
  // The app's pages and the local cloud reach it as they reach ours: by TLS, under the local authority.
  ASPNETCORE_URLS: 'https://localhost:{port}',
  // The Durable extension gives no client without it.
  WEBSITE_HOSTNAME: 'localhost:{port}',
  // A container's own variable of this name would make it a host of the Consumption plan.
  CONTAINER_NAME: '',
  Kestrel__Certificates__Default__Path: `${folders.tls}/server.pem`,
  Kestrel__Certificates__Default__KeyPath: `${folders.tls}/server.key`,
  SSL_CERT_FILE: `${folders.tls}/ca.pem`,
  // It is built for an older .NET than may be installed.
  DOTNET_ROLL_FORWARD: 'Major',
});

/** The host's keys as its file has them, so that nobody needs to read them from it. */
export const secretsOf = (keys: { readonly master: string; readonly eventGrid: string }): string => {
  const key = (name: string, value: string) => ({ name, value, encrypted: false });
  return JSON.stringify({
    masterKey: key('_master', keys.master),
    functionKeys: [key('default', keys.master)],
    systemKeys: [key('eventgrid_extension', keys.eventGrid)],
  });
};
