import { isArray, isObject, type Json, type Value } from '../json';
import { doCross, vectorOf, type Arc, type Position, type Vector } from './sphere';

/** A ring ends where it begins. */
export type Ring = readonly Position[];

/** What a GeoJSON value covers. */
export interface Geometry {
  readonly corners: readonly Vector[];
  readonly arcs: readonly Arc[];
  /** Each an outer ring and its holes. */
  readonly polygons: readonly (readonly Ring[])[];
}

export type Reading = { readonly geometry: Geometry } | { readonly fault: string };

/** Reads a Point, LineString, Polygon or MultiPolygon: what the service knows of GeoJSON. */
export function readGeometry(value: Value): Reading {
  if (!isObject(value) || typeof value['type'] !== 'string') return { fault: 'The input is no GeoJSON object.' };
  const { type, coordinates } = value;
  switch (type) {
    case 'Point':
      return readLines([[coordinates ?? null]], type, 1);
    case 'LineString':
      return readLines([coordinates ?? null], type, 2);
    case 'Polygon':
      return readPolygons([coordinates ?? null]);
    case 'MultiPolygon':
      return readPolygons(listOf(coordinates));
    default:
      return { fault: `The type '${type}' is not supported.` };
  }
}

const listOf = (value: Value): readonly Json[] => (isArray(value) ? value : [null]);

const isFault = (one: Position | string): one is string => typeof one === 'string';

function readPosition(value: Json): Position | string {
  const [longitude, latitude] = listOf(value);
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return 'A position is two or more numbers.';
  if (Math.abs(longitude) > 180) return 'Longitude values must be between -180 and 180 degrees.';
  return Math.abs(latitude) > 90 ? 'Latitude values must be between -90 and 90 degrees.' : [longitude, latitude];
}

function readLine(value: Json, type: string, fewest: number): readonly Position[] | string {
  const read = listOf(value).map(readPosition);
  const fault = read.find(isFault);
  if (fault !== undefined) return fault;
  return read.length < fewest ? `The ${type} input has too few positions.` : (read as readonly Position[]);
}

export const arcsOf = (line: readonly Position[]): readonly Arc[] => {
  const corners = line.map(vectorOf);
  return corners.slice(1).map((to, i) => ({ from: corners[i] ?? to, to }));
};

const geometryOf = (lines: readonly (readonly Position[])[], polygons: Geometry['polygons']): Geometry => ({
  corners: lines.flat().map(vectorOf),
  arcs: lines.flatMap(arcsOf),
  polygons,
});

function readLines(values: readonly Json[], type: string, fewest: number): Reading {
  const lines = values.map((value) => readLine(value, type, fewest));
  const fault = lines.find((line) => typeof line === 'string');
  return fault === undefined ? { geometry: geometryOf(lines as readonly Ring[], []) } : { fault };
}

const FEWEST_OF_RING = 4;

function readPolygons(values: readonly Json[]): Reading {
  const polygons: (readonly Ring[])[] = [];
  for (const value of values) {
    const rings = listOf(value).map((ring) => readLine(ring, 'Polygon', FEWEST_OF_RING));
    const fault = rings.find((ring) => typeof ring === 'string') ?? faultOfRings(rings as readonly Ring[]);
    if (fault !== undefined) return { fault };
    polygons.push(rings as readonly Ring[]);
  }
  return { geometry: geometryOf(polygons.flat(), polygons) };
}

function faultOfRings(rings: readonly Ring[]): string | undefined {
  const open = rings.findIndex((ring) => JSON.stringify(ring[0]) !== JSON.stringify(ring.at(-1)));
  if (open !== -1)
    return `The Polygon input is not valid because the start and end points of the ring number ${open + 1} are not the same. Each ring of a polygon must have the same start and end points.`;
  const arcs = rings.flatMap(arcsOf);
  const crosses = arcs.some((one, i) => arcs.slice(i + 1).some((other) => doCross(one, other)));
  return crosses ? 'The Polygon input is not valid because its rings cross each other or themselves.' : undefined;
}
