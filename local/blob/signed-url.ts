// cspell:ignore rscc rscd rsce rscl rsct saoid scid sduoid skdutid skoid sktid suoid
import type { Account } from '../kit/storage/account';
import { Refusal } from '../kit/storage/answers';
import { SIGNS_ENCRYPTION, type Field, type SigningService } from '../kit/storage/signed-url';

/** As of these versions a signature covers more: the kind of resource, the agent of a delegated key, the user it is bound to. */
const SIGNS_RESOURCE = '2018-11-09';
const NAMES_AGENTS = '2020-02-10';
const BINDS_USERS = '2025-07-05';

const FIRST = ['sp', 'st', 'se'];
const KEY = ['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv'];
/** Headers of the answer that the signature fixes. */
const OVERRIDES = ['rscc', 'rscd', 'rsce', 'rscl', 'rsct'];

/** What a URL is for; no name of a blob where it is a container's own operation. */
interface Resource {
  readonly container: string;
  readonly blob: string;
}

/** What the signature of the URL of a container or a blob covers. */
export function signingOf(account: Account, resource: Resource): SigningService {
  const signed = (field: Field, names: readonly string[]) => {
    const canonical = canonicalName(field, resource, account);
    return [...FIRST.map(field), canonical, ...names.map(field), ...endOf(field)].join('\n');
  };
  return {
    letter: 'b',
    text: (field) => signed(field, ['si', 'sip', 'spr', 'sv']),
    delegatedText: (field) => signed(field, [...keyNames(field('sv')), 'sip', 'spr', 'sv']),
  };
}

function keyNames(version: string): string[] {
  const agents = version >= NAMES_AGENTS ? ['saoid', 'suoid', 'scid'] : [];
  return [...KEY, ...agents, ...(version >= BINDS_USERS ? ['skdutid', 'sduoid'] : [])];
}

const endOf = (field: Field): string[] => [
  ...(field('sv') >= SIGNS_RESOURCE ? [field('sr'), field('sr') === 'bs' ? field('snapshot') : ''] : []),
  ...(field('sv') >= SIGNS_ENCRYPTION ? [field('ses')] : []),
  ...OVERRIDES.map(field),
];

function canonicalName(field: Field, { container, blob }: Resource, account: Account): string {
  const kind = field('sr');
  if (kind === 'c' && container !== '') return `/blob/${account.name}/${container}`;
  if ((kind === 'b' || (kind === 'bs' && field('snapshot') !== '')) && blob !== '')
    return `/blob/${account.name}/${container}/${blob}`;
  throw new Refusal('AuthenticationFailed', 'The signature is for another kind of resource.');
}
