import { element, Refusal, unescapeXml } from './answers';

/** What signed URLs may refer to by its id; instants and permissions as they were given, empty where they were not. */
export interface AccessPolicy {
  readonly id: string;
  readonly start: string;
  readonly expiry: string;
  readonly permission: string;
}

/** https://learn.microsoft.com/rest/api/storageservices/define-stored-access-policy */
const MOST_POLICIES = 5;
const LONGEST_ID = 64;

/** As the operation that reads them answers; what was not given is left out. */
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

/** The policies of a container or a queue, whose permissions are of the letters `permitted`. */
export function policiesIn(xml: string, permitted: string): AccessPolicy[] {
  const found = [...xml.matchAll(/<SignedIdentifier>(.*?)<\/SignedIdentifier>/gsu)].map(([, one = '']) => one);
  if (found.length > MOST_POLICIES) throw invalid(`There are at most ${MOST_POLICIES} stored access policies.`);
  return found.map((one) => checked(policyIn(one), permitted));
}

const policyIn = (xml: string): AccessPolicy => ({
  id: textIn(xml, 'Id'),
  start: textIn(xml, 'Start'),
  expiry: textIn(xml, 'Expiry'),
  permission: textIn(xml, 'Permission'),
});

function checked(policy: AccessPolicy, permitted: string): AccessPolicy {
  if (policy.id === '' || policy.id.length > LONGEST_ID) throw invalid(`An id has 1 to ${LONGEST_ID} characters.`);
  if (policy.permission.split('').some((letter) => !permitted.includes(letter)))
    throw invalid(`The permission '${policy.permission}' is none of '${permitted}'.`);
  if ([policy.start, policy.expiry].some((instant) => instant !== '' && Number.isNaN(Date.parse(instant))))
    throw invalid('A time of an access policy is not valid.');
  return policy;
}

const invalid = (why: string) => new Refusal('InvalidXmlDocument', `XML specified is not syntactically valid. ${why}`);

const textIn = (xml: string, name: string) =>
  unescapeXml(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '');
