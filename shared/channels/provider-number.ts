/** Fewer digits are a short code, which has no country and is kept as it is. */
const MIN_INTERNATIONAL_DIGITS = 8;

/**
 * A number as carriers report it, in E.164: ACS writes numbers with and without the plus sign. Short codes and
 * alphanumeric senders come out as they went in.
 */
export function fromProviderNumber(reported: string): string {
  const text = reported.trim();
  const digits = text.replace(/[\s().-]/g, '');
  if (/^\+\d+$/.test(digits)) return digits;
  return /^\d+$/.test(digits) && digits.length >= MIN_INTERNATIONAL_DIGITS ? `+${digits}` : text;
}
