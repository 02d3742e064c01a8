import type { ContainerRecord } from './container-record';
import type { Json } from './json';
import { componentsOfHeader, partitionKeyOfHeader } from './partition-key';

/** What a permission lets its user do, as a resource token carries it. */
export interface Grant {
  readonly mode: 'Read' | 'All';
  /** The container's rid, since one made anew under its name is another; null when there was none. */
  readonly container: string | null;
  readonly part: Part;
  /** Components that the partition key of what is asked for begins with. */
  readonly key?: readonly Json[];
}

/** The container with all that is in it, or one thing of it. */
export type Part =
  | { readonly kind: 'container' }
  /** `n`: the document's number, when it was named by its rid. */
  | { readonly kind: 'document'; readonly id: string; readonly n?: number }
  /** `of` is the kind as paths spell it: `sprocs`, `triggers` or `udfs`. */
  | { readonly kind: 'script'; readonly of: string; readonly id: string };

/** A request as far as permission goes. */
export interface Asked {
  readonly method: string;
  /** The names of its path. */
  readonly names: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** A query reads, though it is posted. */
  readonly isQuery: boolean;
}

/** Names of a path up to the container's own: `dbs`, the database, `colls`, the container. */
const OF_CONTAINER = 4;

/** `container`: the one that the request is on. */
export function isGranted(grant: Grant, asked: Asked, container: ContainerRecord): boolean {
  const { mode, key, part } = grant;
  const reads = asked.method === 'GET' || asked.isQuery;
  if (grant.container !== container.rid || (mode === 'Read' && !reads)) return false;
  const [kind, id] = asked.names.slice(OF_CONTAINER);
  switch (part.kind) {
    case 'container':
      return key === undefined || (reads && isAboutContainer(kind)) || goesOnFrom(key, asked);
    case 'document':
      if (kind !== 'docs' || id !== part.id || (key !== undefined && !goesOnFrom(key, asked))) return false;
      return part.n === undefined || part.n === numberOf(asked, part.id, container);
    case 'script':
      return kind === part.of && id === part.id;
  }
}

/** What clients have to know of the container before they can ask for a partition of it. */
const isAboutContainer = (kind: string | undefined): boolean => kind === undefined || kind === 'pkranges';

const KEY_HEADER = 'x-ms-documentdb-partitionkey';

function goesOnFrom(key: readonly Json[], { headers }: Asked): boolean {
  const header = headers[KEY_HEADER];
  const components = header === undefined ? [] : componentsOfHeader(header);
  return JSON.stringify(components.slice(0, key.length)) === JSON.stringify(key);
}

function numberOf({ headers }: Asked, id: string, { table, keyPaths }: ContainerRecord): number | undefined {
  const pk = partitionKeyOfHeader(headers[KEY_HEADER], keyPaths.length);
  return pk && table.find(pk, id)?.n;
}
