import type { Post } from '../../kit/post';

/** Where the app's identity is asked for its tokens: what its hosts have as `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`. */
export interface Identity {
  readonly endpoint: string;
  readonly header: string;
}

/** For a process that is no host, and so has not the environment that the SDK's credentials read. */
export const identityTokens =
  (post: Post, { endpoint, header }: Identity) =>
  async (scope: string): Promise<string> => {
    const url = new URL(endpoint);
    url.searchParams.set('api-version', '2019-08-01');
    url.searchParams.set('resource', scope.replace(/\/\.default$/u, ''));
    const answer = await post({ url: url.href, method: 'GET', headers: { 'x-identity-header': header }, body: '' });
    if (answer.status !== 200)
      throw new Error(`The managed identity endpoint answered ${answer.status}: ${answer.body}`);
    return (JSON.parse(answer.body) as { access_token: string }).access_token;
  };
