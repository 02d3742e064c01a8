import { excessOf, type Position } from './sphere';

/** WGS-84, in metres. */
const EQUATOR = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const POLE = EQUATOR * (1 - FLATTENING);
const MEAN = (2 * EQUATOR + POLE) / 3;
const DEGREE = Math.PI / 180;
/** Places nearly opposite each other take more than this, and then a sphere has to do. */
const MOST_ROUNDS = 100;
const CLOSE_ENOUGH = 1e-12;

/** The shortest way between two places in metres: T. Vincenty, "Direct and Inverse Solutions of Geodesics", 1975. */
export function metresBetween(from: Position, to: Position): number {
  const span = (to[0] - from[0]) * DEGREE;
  const [u1, u2] = [from, to].map(([, latitude]) => Math.atan((1 - FLATTENING) * Math.tan(latitude * DEGREE)));
  const ends = { u1: u1 ?? 0, u2: u2 ?? 0 };
  let lambda = span;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const step = stepOf(ends, lambda);
    if (step.sinSigma === 0) return 0;
    const next = span + step.correction;
    if (Math.abs(next - lambda) < CLOSE_ENOUGH) return lengthOf(step);
    lambda = next;
  }
  return MEAN * angleBetween(ends, span);
}

interface Step {
  readonly sinSigma: number;
  readonly cosSigma: number;
  readonly sigma: number;
  readonly cosSquareAlpha: number;
  readonly cos2Sigma: number;
  readonly correction: number;
}

interface Ends {
  readonly u1: number;
  readonly u2: number;
}

function stepOf({ u1, u2 }: Ends, lambda: number): Step {
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const sinSigma = Math.hypot(cosU2 * Math.sin(lambda), cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(lambda));
  const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * Math.cos(lambda);
  const sigma = Math.atan2(sinSigma, cosSigma);
  const sinAlpha = sinSigma === 0 ? 0 : (cosU1 * cosU2 * Math.sin(lambda)) / sinSigma;
  const cosSquareAlpha = 1 - sinAlpha ** 2;
  // Along the equator there is none.
  const cos2Sigma = cosSquareAlpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSquareAlpha;
  const c = (FLATTENING / 16) * cosSquareAlpha * (4 + FLATTENING * (4 - 3 * cosSquareAlpha));
  const inner = cos2Sigma + c * cosSigma * (2 * cos2Sigma ** 2 - 1);
  const correction = (1 - c) * FLATTENING * sinAlpha * (sigma + c * sinSigma * inner);
  return { sinSigma, cosSigma, sigma, cosSquareAlpha, cos2Sigma, correction };
}

function lengthOf({ sinSigma, cosSigma, sigma, cosSquareAlpha, cos2Sigma }: Step): number {
  const square = (cosSquareAlpha * (EQUATOR ** 2 - POLE ** 2)) / POLE ** 2;
  const a = 1 + (square / 16_384) * (4096 + square * (-768 + square * (320 - 175 * square)));
  const b = (square / 1024) * (256 + square * (-128 + square * (74 - 47 * square)));
  const third = (b / 6) * cos2Sigma * (4 * sinSigma ** 2 - 3) * (4 * cos2Sigma ** 2 - 3);
  const delta = b * sinSigma * (cos2Sigma + (b / 4) * (cosSigma * (2 * cos2Sigma ** 2 - 1) - third));
  return POLE * a * (sigma - delta);
}

const angleBetween = ({ u1, u2 }: Ends, span: number): number =>
  Math.acos(Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(span));

const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));

/** J. P. Snyder, "Map Projections: A Working Manual", 1987, equation 3-12. */
function zoneUpTo(sine: number): number {
  const slant = ECCENTRICITY * sine;
  const rest = Math.log((1 - slant) / (1 + slant)) / (2 * ECCENTRICITY);
  return (1 - ECCENTRICITY ** 2) * (sine / (1 - slant ** 2) - rest);
}

/** Of the sphere that has as much surface as the earth. */
const SQUARE_OF_RADIUS = (EQUATOR ** 2 * zoneUpTo(1)) / 2;

export const squareMetresOfAll = 4 * Math.PI * SQUARE_OF_RADIUS;

/** What lies to the left of a closed ring; the same turned round is negative. */
export const squareMetresIn = (ring: readonly Position[]): number =>
  SQUARE_OF_RADIUS *
  excessOf(
    ring.map(([longitude, latitude]) => [
      longitude,
      Math.asin(zoneUpTo(Math.sin(latitude * DEGREE)) / zoneUpTo(1)) / DEGREE,
    ]),
  );
