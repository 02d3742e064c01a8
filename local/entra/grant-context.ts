import type { Clock } from '../kit/clock';
import type { LocalResponse } from '../kit/http';
import type { Directory } from './directory';
import type { Issuing } from './issuing';
import type { SignIns } from './sign-ins';

/** What every grant of the token endpoint works with. */
export interface GrantContext {
  readonly directory: Directory;
  readonly issuing: Issuing;
  readonly clock: Clock;
  readonly signIns: SignIns;
  /** Base URL of this Entra, read at every use. */
  readonly authority: () => string;
}

/** A token endpoint's success; `more` are members that only some grants have. */
export const granted = (accessToken: string, lifetimeSeconds: number, more: object): LocalResponse => ({
  status: 200,
  headers: { 'cache-control': 'no-store' },
  body: {
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: accessToken,
    ...more,
  },
});
