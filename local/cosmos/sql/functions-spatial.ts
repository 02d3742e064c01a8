import { notEmulated } from '../failure';
import type { Value } from '../json';
import { builtIn, type BuiltIn } from './built-in';
import { readGeometry, type Geometry } from './geo-json';
import { areaOf, distanceBetween, doIntersect, isWithin } from './spatial-relations';

const onEarth = (arity: number, apply: (args: readonly Value[]) => Value): BuiltIn =>
  builtIn(arity, arity, (args, { isFlat }) => {
    if (isFlat === true) throw notEmulated('spatial functions in a container whose geometry is that of a plane');
    return apply(args);
  });

/** Both must be valid. */
const ofTwo = (apply: (one: Geometry, other: Geometry) => Value): BuiltIn =>
  onEarth(2, ([a, b]) => {
    const [one, other] = [readGeometry(a), readGeometry(b)];
    return 'geometry' in one && 'geometry' in other ? apply(one.geometry, other.geometry) : undefined;
  });

export const SPATIAL_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  ST_DISTANCE: ofTwo(distanceBetween),
  ST_WITHIN: ofTwo(isWithin),
  ST_INTERSECTS: ofTwo(doIntersect),
  ST_AREA: onEarth(1, ([value]) => {
    const reading = readGeometry(value);
    return 'geometry' in reading && reading.geometry.polygons.length > 0 ? areaOf(reading.geometry) : undefined;
  }),
  ST_ISVALID: onEarth(1, ([value]) => 'geometry' in readGeometry(value)),
  ST_ISVALIDDETAILED: onEarth(1, ([value]) => {
    const reading = readGeometry(value);
    return 'geometry' in reading ? { valid: true } : { valid: false, reason: reading.fault };
  }),
};
