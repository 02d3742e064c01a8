import { isArray, isObject, type Value } from '../json';
import { builtIn, type BuiltIn } from './built-in';

/** How near two vectors are: of `euclidean` the smallest is nearest, of the others the largest. */
export const METRICS = ['cosine', 'dotproduct', 'euclidean'] as const;
export type Metric = (typeof METRICS)[number];

export const metricOf = (value: Value): Metric | undefined =>
  typeof value === 'string' ? METRICS.find((one) => one === value.toLowerCase()) : undefined;

const isVector = (value: Value): value is readonly number[] =>
  isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number');

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

function measure(metric: Metric, a: readonly number[], b: readonly number[]): number | undefined {
  switch (metric) {
    case 'cosine': {
      const lengths = Math.sqrt(dot(a, a) * dot(b, b));
      return lengths === 0 ? undefined : dot(a, b) / lengths;
    }
    case 'dotproduct':
      return dot(a, b);
    case 'euclidean':
      return Math.hypot(...a.map((x, i) => x - (b[i] ?? 0)));
  }
}

/** Vectors of different lengths have no distance. Whether an index may be gone by makes no difference here. */
function vectorDistance([a, b, , options]: readonly Value[]): Value {
  if (!isVector(a) || !isVector(b) || a.length !== b.length) return undefined;
  const asked = isObject(options) ? options['distanceFunction'] : undefined;
  const metric = asked === undefined ? 'cosine' : metricOf(asked);
  return metric && measure(metric, a, b);
}

export const VECTOR_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  VECTORDISTANCE: builtIn(2, 4, vectorDistance),
};
