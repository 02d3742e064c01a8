import { element, Refusal, unescapeXml } from '../kit/storage/answers';
import type { AccessPolicy } from './model';

/** https://learn.microsoft.com/rest/api/storageservices/set-queue-acl */
const MOST_POLICIES = 5;

export const policiesXml = (policies: readonly AccessPolicy[]): string =>
  policies
    .map(
      ({ id, start, expiry, permission }) =>
        `<SignedIdentifier>${element('Id', id)}<AccessPolicy>` +
        `${given('Start', start)}${given('Expiry', expiry)}${given('Permission', permission)}` +
        `</AccessPolicy></SignedIdentifier>`,
    )
    .join('');

const given = (name: string, value: string) => (value === '' ? '' : element(name, value));

export function policiesIn(xml: string): AccessPolicy[] {
  const found = [...xml.matchAll(/<SignedIdentifier>(.*?)<\/SignedIdentifier>/gsu)].map(([, one = '']) => one);
  if (found.length > MOST_POLICIES)
    throw new Refusal('InvalidXmlDocument', `A queue has at most ${MOST_POLICIES} stored access policies.`);
  return found.map((one) => ({
    id: textIn(one, 'Id'),
    start: textIn(one, 'Start'),
    expiry: textIn(one, 'Expiry'),
    permission: textIn(one, 'Permission'),
  }));
}

const textIn = (xml: string, name: string) =>
  unescapeXml(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '');
