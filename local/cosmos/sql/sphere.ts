/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];

/** A place on the unit sphere. */
export type Vector = readonly [number, number, number];

const DEGREE = Math.PI / 180;

export function vectorOf([longitude, latitude]: Position): Vector {
  const [lambda, phi] = [longitude * DEGREE, latitude * DEGREE];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

export const positionOf = ([x, y, z]: Vector): Position => [
  Math.atan2(y, x) / DEGREE,
  Math.atan2(z, Math.hypot(x, y)) / DEGREE,
];

const dot = ([a, b, c]: Vector, [x, y, z]: Vector): number => a * x + b * y + c * z;
const cross = ([a, b, c]: Vector, [x, y, z]: Vector): Vector => [b * z - c * y, c * x - a * z, a * y - b * x];
const plus = ([a, b, c]: Vector, [x, y, z]: Vector): Vector => [a + x, b + y, c + z];
const times = ([x, y, z]: Vector, by: number): Vector => [x * by, y * by, z * by];
const lengthOf = (one: Vector): number => Math.hypot(...one);

/** Some millimetres, as a part of the earth's radius. */
const NOTHING = 1e-9;

export const isSamePlace = (one: Vector, other: Vector): boolean => lengthOf(plus(one, times(other, -1))) < NOTHING;

/** The shorter part of the great circle through both. */
export interface Arc {
  readonly from: Vector;
  readonly to: Vector;
}

export const middleOf = ({ from, to }: Arc): Vector => {
  const sum = plus(from, to);
  return times(sum, 1 / lengthOf(sum));
};

/** `normal`: of the arc's plane, so that the arc goes round it counter-clockwise. */
const isAlong = ({ from, to }: Arc, normal: Vector, place: Vector): boolean =>
  dot(cross(from, place), normal) >= 0 && dot(cross(place, to), normal) >= 0;

export function nearestOn(arc: Arc, place: Vector): Vector {
  const { from, to } = arc;
  const normal = cross(from, to);
  const size = dot(normal, normal);
  const below = plus(place, times(normal, size === 0 ? 0 : -dot(place, normal) / size));
  const onCircle = times(below, 1 / lengthOf(below));
  if (size > 0 && isAlong(arc, normal, onCircle)) return onCircle;
  return dot(from, place) > dot(to, place) ? from : to;
}

/** Whether each goes over to the other side of the other: to touch is not enough. */
export function doCross(one: Arc, other: Arc): boolean {
  const [normal, second] = [cross(one.from, one.to), cross(other.from, other.to)];
  const divides = ({ from, to }: Arc, by: Vector): boolean =>
    Math.min(dot(by, from), dot(by, to)) < -NOTHING && Math.max(dot(by, from), dot(by, to)) > NOTHING;
  if (!divides(other, normal) || !divides(one, second)) return false;
  const meeting = cross(normal, second);
  return [meeting, times(meeting, -1)].some((at) => isAlong(one, normal, at) && isAlong(other, second, at));
}

/** How often a closed ring goes round a place counter-clockwise, as seen from above it. */
export function windingOf(ring: readonly Vector[], place: Vector): number {
  const flat = ring.map((corner) => plus(corner, times(place, -dot(corner, place))));
  const angles = flat.slice(1).map((to, i) => {
    const from = flat[i] ?? to;
    return Math.atan2(dot(place, cross(from, to)), dot(from, to));
  });
  return Math.round(angles.reduce((sum, angle) => sum + angle, 0) / (2 * Math.PI));
}

/** How much of the unit sphere lies to the left of a closed ring; the same turned round is negative. */
export function excessOf(ring: readonly Position[]): number {
  const heights = ring.map(([, latitude]) => Math.tan((latitude * DEGREE) / 2));
  const parts = ring.slice(1).map(([longitude], i) => {
    const [before, h1, h2] = [ring[i]?.[0] ?? longitude, heights[i] ?? 0, heights[i + 1] ?? 0];
    const east = Math.tan(((longitude - before) * DEGREE) / 2);
    return 2 * Math.atan2(east * (h1 + h2), 1 + h1 * h2);
  });
  return -parts.reduce((sum, part) => sum + part, 0);
}
