import { badRequest } from './failure';
import { isArray, isObject, type Json, type JsonObject } from './json';

export interface IndexingPolicy {
  readonly indexingMode: string;
  readonly includedPaths: readonly IndexingPath[];
  readonly excludedPaths: readonly IndexingPath[];
}

interface IndexingPath extends JsonObject {
  readonly path: string;
}

const DEFAULT_POLICY = { indexingMode: 'consistent', automatic: true };
export const EVERYTHING: IndexingPath = { path: '/*' };
/** The service leaves it out whatever it is told. */
const ETAG: IndexingPath = { path: '/"_etag"/?' };

/** A policy with what the service adds to it. */
export function readIndexingPolicy(given: Json | undefined): IndexingPolicy & JsonObject {
  const policy = { ...DEFAULT_POLICY, ...(given !== undefined && isObject(given) ? given : {}) };
  checkComposites((policy as JsonObject)['compositeIndexes']);
  if (policy.indexingMode === 'none') return { ...policy, includedPaths: [], excludedPaths: [] };
  const includedPaths = readPaths((policy as JsonObject)['includedPaths']) ?? [EVERYTHING];
  const excluded = readPaths((policy as JsonObject)['excludedPaths']) ?? [];
  const excludedPaths = excluded.some(({ path }) => path === ETAG.path) ? excluded : [...excluded, ETAG];
  return { ...policy, includedPaths, excludedPaths };
}

function readPaths(given: Json | undefined): readonly IndexingPath[] | undefined {
  if (given === undefined || !isArray(given)) return undefined;
  return given.map((one) => {
    if (!isObject(one) || typeof one['path'] !== 'string') throw badRequest('The input content is invalid.');
    return { ...one, path: readPath(one['path']) };
  });
}

function checkComposites(given: Json | undefined): void {
  const columns =
    given !== undefined && isArray(given) ? given.flatMap((index) => (isArray(index) ? index : [index])) : [];
  for (const column of columns) {
    const { path, order = 'ascending' } = isObject(column) ? column : ({} as JsonObject);
    if (typeof path !== 'string' || !path.startsWith('/') || (order !== 'ascending' && order !== 'descending'))
      throw badRequest('The input content is invalid: a composite index is of paths, each ascending or descending.');
  }
}

const PATH = /^(\/("[^"]+"|[\p{L}\p{N}_]+|\[\]))*\/[?*]$/u;

/** Older policies call the whole document `/`. */
function readPath(path: string): string {
  if (path === '/') return EVERYTHING.path;
  if (PATH.test(path)) return path;
  throw badRequest(
    `The indexing path '${path}' could not be accepted. Please ensure that the path is a valid path. Common errors include invalid characters or absence of quotes around labels.`,
  );
}
