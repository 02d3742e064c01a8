// cspell:ignore sduoid skdutid skoid sktid
import type { Account } from '../kit/storage/account';
import type { Field, SigningService } from '../kit/storage/signed-url';

/** As of this version the key of a delegated user is bound to a tenant and a person. */
const BINDS_USERS = '2025-07-05';

const FIRST = ['sp', 'st', 'se'];
const LAST = ['sip', 'spr', 'sv'];
const KEY = ['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv'];

/** What the signature of a queue's URL covers. */
export function signingOf(account: Account, queue: string): SigningService {
  const canonical = `/queue/${account.name}/${queue}`;
  return {
    letter: 'q',
    text: (field) => [...FIRST.map(field), canonical, field('si'), ...LAST.map(field)].join('\n'),
    delegatedText: (field) =>
      [...FIRST.map(field), canonical, ...keyNames(field).map(field), ...LAST.map(field)].join('\n'),
  };
}

const keyNames = (field: Field) => (field('sv') >= BINDS_USERS ? [...KEY, 'skdutid', 'sduoid'] : KEY);
