import type { LocalRequest, LocalResponse } from '../http';
import { Refusal } from './answers';

/** A rule of CORS; lists as they were given, separated by commas. */
export interface CorsRule {
  readonly origins: string;
  readonly methods: string;
  readonly maxAgeS: string;
  readonly exposedHeaders: string;
  readonly allowedHeaders: string;
}

const parts = (list: string) => list.split(',').map((one) => one.trim().toLowerCase());

/** `*` alone is every origin; `*.contoso.com` every one below it. */
const allowsOrigin = (rule: CorsRule, origin: string) =>
  parts(rule.origins).some((one) => one === '*' || one === origin.toLowerCase() || isBelow(one, origin.toLowerCase()));

const isBelow = (pattern: string, origin: string) => {
  const [before = '', after = '', ...more] = pattern.split('*.');
  return pattern.includes('*.') && more.length === 0 && origin.startsWith(before) && origin.endsWith(`.${after}`);
};

const allowsMethod = (rule: CorsRule, method: string) => parts(rule.methods).includes(method.toLowerCase());

const allowsHeader = (rule: CorsRule, header: string) =>
  parts(rule.allowedHeaders).some((one) => (one.endsWith('*') ? header.startsWith(one.slice(0, -1)) : header === one));

const isForAll = (rule: CorsRule) => parts(rule.origins).includes('*');

/**
 * The answer to a preflight request, which nobody need sign, by the first rule that fits:
 * https://learn.microsoft.com/rest/api/storageservices/preflight-blob-request.
 */
export function preflight(rules: readonly CorsRule[], { headers }: LocalRequest): LocalResponse {
  const { origin, 'access-control-request-method': method, 'access-control-request-headers': asked } = headers;
  if (origin === undefined || method === undefined)
    throw new Refusal('InvalidHeaderValue', 'A required CORS header is not present.');
  const names = asked === undefined ? [] : parts(asked);
  const fits = (rule: CorsRule) =>
    allowsOrigin(rule, origin) && allowsMethod(rule, method) && names.every((name) => allowsHeader(rule, name));
  const rule = rules.find(fits);
  if (rule === undefined)
    throw new Refusal('CorsPreflightFailure', 'CORS not enabled or no matching rule found for this request.');
  return {
    status: 200,
    headers: {
      ...originHeaders(rule, origin),
      'access-control-allow-methods': method,
      'access-control-max-age': rule.maxAgeS,
      ...(asked === undefined ? {} : { 'access-control-allow-headers': asked }),
    },
    body: '',
  };
}

/** What the answer to a request of a page of another origin says beside. */
export function crossOriginHeaders(
  rules: readonly CorsRule[],
  { method, headers: { origin } }: Pick<LocalRequest, 'method' | 'headers'>,
): Record<string, string> {
  if (origin === undefined || rules.length === 0) return {};
  const rule = rules.find((one) => allowsOrigin(one, origin) && allowsMethod(one, method));
  if (rule === undefined) return { vary: 'Origin' };
  return { ...originHeaders(rule, origin), 'access-control-expose-headers': rule.exposedHeaders };
}

const originHeaders = (rule: CorsRule, origin: string): Record<string, string> =>
  isForAll(rule)
    ? { 'access-control-allow-origin': '*' }
    : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' };
