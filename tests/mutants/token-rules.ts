import type { Mutant } from './mutant';

const TOKENS = { test: 'shared/security/entra.test.ts' };
const CONNECTOR = { test: 'shared/security/connector-and-callbacks.test.ts' };

/** A defect for each way in which a forged or foreign token could be let in. */
export const TOKEN_RULES: readonly Mutant[] = [
  {
    id: 'token-by-hmac',
    law: 'rule:tokens',
    breaks: 'tokens of other algorithms than Microsoft’s are verified',
    file: 'shared/security/verify.ts',
    text: "const ALGORITHMS = ['RS256'];",
    replacement: "const ALGORITHMS = ['RS256', 'PS256', 'ES256'];",
    caughtBy: { ...TOKENS, name: 'PS256 under a known key id' },
  },
  {
    id: 'token-for-somebody-else',
    law: 'rule:tokens',
    breaks: 'a token for another API opens ours',
    file: 'shared/security/verify.ts',
    text: '      audience: [...audiences],\n',
    replacement: '',
    caughtBy: { ...TOKENS, name: 'the audience Microsoft Graph' },
  },
  {
    id: 'token-for-ever',
    law: 'rule:tokens',
    breaks: 'a token is good for an hour after its end',
    file: 'shared/security/verify.ts',
    text: 'const CLOCK_TOLERANCE_SECONDS = 60;',
    replacement: 'const CLOCK_TOLERANCE_SECONDS = 3_600;',
    caughtBy: { ...TOKENS, name: 'expired' },
  },
  {
    id: 'token-without-scope',
    law: 'rule:tokens',
    breaks: 'a token that a person gave to another app is enough',
    file: 'shared/security/entra.ts',
    text: "if (!claims.scp?.split(' ').includes(scope)) return refused('scope');",
    replacement: "if (!claims.scp?.startsWith(scope)) return refused('scope');",
    caughtBy: { ...TOKENS, name: 'a scope that only begins like ours' },
  },
  {
    id: 'bot-answers-anybody',
    law: 'rule:tokens',
    breaks: 'our answers, and our token, go to whatever server a message names',
    file: 'shared/security/bot-connector.ts',
    text: "if (claims['serviceurl'] !== activity.serviceUrl) return refused('serviceUrl');",
    replacement: '',
    caughtBy: { ...CONNECTOR, name: 'another service URL' },
  },
  {
    id: 'key-for-every-channel',
    law: 'rule:tokens',
    breaks: 'a key for other channels vouches for Teams',
    file: 'shared/security/bot-connector.ts',
    text: 'endorsements.length === 0 || endorsements.includes(channelId)',
    replacement: 'endorsements.length >= 0 || endorsements.includes(channelId)',
    caughtBy: { ...CONNECTOR, name: 'a key that is endorsed for other channels only' },
  },
];
