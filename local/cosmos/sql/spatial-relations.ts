import { metresBetween, squareMetresIn, squareMetresOfAll } from './ellipsoid';
import type { Geometry, Ring } from './geo-json';
import {
  doCross,
  excessOf,
  isSamePlace,
  middleOf,
  nearestOn,
  positionOf,
  vectorOf,
  windingOf,
  type Vector,
} from './sphere';

/** What is to the left of its outer ring, without what is in its holes: clockwise, a polygon is all but what it goes round. */
function isInPolygon([outer, ...holes]: readonly Ring[], place: Vector): boolean {
  if (outer === undefined) return false;
  const rounds = windingOf(outer.map(vectorOf), place);
  const isInside = excessOf(outer) >= 0 ? rounds === 1 : rounds !== -1;
  return isInside && !holes.some((hole) => windingOf(hole.map(vectorOf), place) !== 0);
}

type Whereabouts = 'inside' | 'on the edge' | 'outside';

function whereIs(place: Vector, { corners, arcs, polygons }: Geometry): Whereabouts {
  const isOnEdge =
    corners.some((corner) => isSamePlace(corner, place)) ||
    arcs.some((arc) => isSamePlace(nearestOn(arc, place), place));
  if (isOnEdge) return 'on the edge';
  return polygons.some((polygon) => isInPolygon(polygon, place)) ? 'inside' : 'outside';
}

const edgesCross = (one: Geometry, other: Geometry): boolean =>
  one.arcs.some((arc) => other.arcs.some((second) => doCross(arc, second)));

/** Whether they have a place in common. */
export const doIntersect = (one: Geometry, other: Geometry): boolean =>
  one.corners.some((corner) => whereIs(corner, other) !== 'outside') ||
  other.corners.some((corner) => whereIs(corner, one) !== 'outside') ||
  edgesCross(one, other);

/** Whether all of `one` belongs to `other`, and not to its edge alone. */
export function isWithin(one: Geometry, other: Geometry): boolean {
  const places = [...one.corners, ...one.arcs.map(middleOf)].map((place) => whereIs(place, other));
  if (places.includes('outside') || edgesCross(one, other)) return false;
  const holes = other.polygons.flatMap(([, ...inner]) => inner);
  if (holes.some(([corner]) => corner !== undefined && whereIs(vectorOf(corner), one) === 'inside')) return false;
  return other.polygons.length === 0 || one.polygons.length > 0 || places.includes('inside');
}

/** In metres, and none between what intersects. */
export function distanceBetween(one: Geometry, other: Geometry): number {
  if (doIntersect(one, other)) return 0;
  return Math.min(shortest(one, other), shortest(other, one));
}

/** From corners: between arcs that do not cross the shortest way begins at an end of one. */
const shortest = ({ corners }: Geometry, to: Geometry): number =>
  corners.reduce((least, corner) => {
    const places = [...to.corners, ...to.arcs.map((arc) => nearestOn(arc, corner))];
    return places.reduce(
      (found, place) => Math.min(found, metresBetween(positionOf(corner), positionOf(place))),
      least,
    );
  }, Number.POSITIVE_INFINITY);

/** In square metres. */
export const areaOf = ({ polygons }: Geometry): number =>
  polygons.reduce((sum, [outer = [], ...holes]) => {
    const around = squareMetresIn(outer);
    const empty = holes.reduce((all, hole) => all + Math.abs(squareMetresIn(hole)), 0);
    return sum + (around >= 0 ? around : squareMetresOfAll + around) - empty;
  }, 0);
