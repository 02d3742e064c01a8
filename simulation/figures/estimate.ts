/** A figure with its 95 % confidence interval: value ± halfWidth. NaN where too little was seen to tell. */
export interface Estimate {
  readonly value: number;
  readonly halfWidth: number;
  /** Standard error of the value. */
  readonly error: number;
  /** Independent observations: days, or batches of one long run. */
  readonly n: number;
}

/** One observation of a quotient: what is counted, and what it is a share of. */
export type Share = readonly [part: number, whole: number];

/** The mean of independent observations. */
export function estimateMean(values: readonly number[]): Estimate {
  return estimateRatio(values.map((value) => [value, 1]));
}

/**
 * The quotient of two sums over independent observations. The error is that of the ratio estimator (Cochran, Sampling
 * Techniques, ch. 6): of `part - quotient × whole`.
 */
export function estimateRatio(shares: readonly Share[]): Estimate {
  const { quotient, residuals } = ratioOf(shares);
  return withError(quotient, residuals);
}

/** The difference between two quotients that the same customers led to: what is common to both days cancels out. */
export function estimateDifference(before: readonly Share[], after: readonly Share[]): Estimate {
  const [first, second] = [ratioOf(before), ratioOf(after)];
  const residuals = first.residuals.map((residual, n) => (second.residuals[n] ?? Number.NaN) - residual);
  return withError(second.quotient - first.quotient, residuals);
}

function ratioOf(shares: readonly Share[]): { readonly quotient: number; readonly residuals: readonly number[] } {
  const part = sum(shares.map(([value]) => value));
  const whole = sum(shares.map(([, value]) => value));
  const quotient = whole === 0 ? Number.NaN : part / whole;
  const meanWhole = whole / shares.length;
  return { quotient, residuals: shares.map(([own, of]) => (own - quotient * of) / meanWhole) };
}

function withError(value: number, residuals: readonly number[]): Estimate {
  const n = residuals.length;
  const error = n < 2 ? Number.NaN : Math.sqrt(sum(residuals.map((one) => one * one)) / (n - 1) / n);
  return { value, error, halfWidth: error * studentQuantile(n - 1), n };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const STUDENT_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Of Student's t at 97.5 %: the table up to 30 degrees of freedom, then Cornish and Fisher's first term. */
function studentQuantile(freedom: number): number {
  const normal = 1.959964;
  return STUDENT_975[freedom - 1] ?? normal + (normal ** 3 + normal) / (4 * freedom);
}
