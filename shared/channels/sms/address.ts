/** The two ends of a line of texts. */
export interface SmsThread {
  readonly ourNumber: string;
  readonly customerNumber: string;
}

/** Texts have no thread of their own: the external reference is both numbers. */
export const encodeSmsThread = ({ ourNumber, customerNumber }: SmsThread): string =>
  `${encodeURIComponent(ourNumber)}/${encodeURIComponent(customerNumber)}`;

/** The inverse of `encodeSmsThread`; undefined for a text that it did not make. */
export function decodeSmsThread(externalRef: string): SmsThread | undefined {
  const [ours, theirs, ...rest] = externalRef.split('/');
  if (!ours || !theirs || rest.length > 0) return undefined;
  try {
    return { ourNumber: decodeURIComponent(ours), customerNumber: decodeURIComponent(theirs) };
  } catch {
    return undefined;
  }
}
