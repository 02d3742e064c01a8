import { badRequest } from './failure';
import { isArray, isObject, textOf, type Json, type JsonObject } from './json';
import { metricOf, type Metric } from './sql/functions-vector';
import type { VectorMetrics } from './sql/similarity';

const DATA_TYPES = new Set(['float32', 'float16', 'int8', 'uint8']);
const INDEX_TYPES = new Set(['flat', 'quantizedflat', 'diskann']);
const MOST_DIMENSIONS = 4096;

const listAt = (value: Json | undefined, name: string): readonly JsonObject[] => {
  const list = isObject(value) ? value[name] : undefined;
  return isArray(list) ? list.map((one) => (isObject(one) ? one : {})) : [];
};

const lower = (value: Json | undefined): string => textOf(value).toLowerCase();

/** Reads a container's `vectorEmbeddingPolicy`, and checks that its vector indexes are of vectors. */
export function readVectorPolicy(policy: Json | undefined, indexingPolicy: Json | undefined): VectorMetrics {
  const metrics = new Map<string, Metric>();
  for (const { path, dataType, dimensions, distanceFunction } of listAt(policy, 'vectorEmbeddings')) {
    const metric = metricOf(distanceFunction);
    if (typeof path !== 'string' || !path.startsWith('/') || metrics.has(path) || metric === undefined)
      throw badRequest('Vector Embedding Policy is invalid: each vector has a path of its own and a distanceFunction.');
    if (!DATA_TYPES.has(lower(dataType)))
      throw badRequest(`Vector Embedding Policy has an invalid dataType: ${textOf(dataType)}`);
    if (typeof dimensions !== 'number' || dimensions < 1 || dimensions > MOST_DIMENSIONS)
      throw badRequest(
        `Vector Embedding Policy has Dimensions:${textOf(dimensions)} which is not from 1 to ${MOST_DIMENSIONS}`,
      );
    metrics.set(path, metric);
  }
  for (const { path, type } of listAt(indexingPolicy, 'vectorIndexes')) {
    if (!metrics.has(textOf(path)))
      throw badRequest(`Vector Indexing Policy's path::${textOf(path)} not matching in Embedding's path`);
    if (!INDEX_TYPES.has(lower(type))) throw badRequest(`Vector Indexing Policy has an invalid type: ${textOf(type)}`);
  }
  return metrics;
}

/** What is said of vectors when a container is made, is said for good. */
export function checkVectorsUnchanged(before: JsonObject, after: JsonObject): void {
  const said = ({ vectorEmbeddingPolicy, indexingPolicy }: JsonObject) =>
    JSON.stringify([listAt(vectorEmbeddingPolicy, 'vectorEmbeddings'), listAt(indexingPolicy, 'vectorIndexes')]);
  if (said(before) !== said(after)) throw badRequest('The vectors of a container and their indexes cannot be changed.');
}
