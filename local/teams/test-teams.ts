import { listen, type LocalRequest, type LocalResponse } from '../kit/http';
import { createClock } from '../kit/clock';
import { createPost } from '../kit/post';
import { openStore } from '../kit/store';
import { createWork } from '../kit/work';
import type { Activity, Person, TeamsOptions } from './options';
import { createTeams, type Teams } from './teams';

export const BOT = 'bot-app';
export const ada: Person = {
  teamsUserId: 'ada-oid',
  name: 'Ada',
  entraTenantId: 'tenant-1',
  userPrincipalName: 'ada@contoso.example',
};

export interface TeamsUnderTest extends Teams {
  readonly url: string;
  /** What the bot received, oldest first. */
  readonly received: readonly { readonly headers: Readonly<Record<string, string>>; readonly activity: Activity }[];
  /** Calls the connector as the bot, or with another token. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: unknown }>;
  /** Steps the clock and waits until all that fell due is done. */
  stepTo(instant: number): Promise<void>;
  close(): Promise<void>;
}

export interface TestTeamsOptions {
  readonly storeFile?: string;
  readonly answer?: (activity: Activity, request: LocalRequest) => LocalResponse | Promise<LocalResponse>;
  readonly change?: (options: TeamsOptions) => Partial<TeamsOptions>;
}

export const NOW = Date.UTC(2026, 9, 5, 12);

/** Teams and a bot beside it, both over http on free ports. */
export async function startTeams({ storeFile, answer, change }: TestTeamsOptions = {}): Promise<TeamsUnderTest> {
  const work = createWork();
  const clock = createClock(work, NOW, () => 0);
  const store = openStore(storeFile ?? ':memory:');
  const received: { headers: Readonly<Record<string, string>>; activity: Activity }[] = [];
  const handle = (request: LocalRequest) => {
    const activity = request.json() as Activity;
    received.push({ headers: request.headers, activity });
    return answer?.(activity, request) ?? { status: 202 };
  };
  const bot = await listen({ name: 'bot', routes: [{ method: 'POST', path: '/messages', handle }] }, { port: 0, work });
  let url = '';
  const base: TeamsOptions = {
    store,
    clock,
    work,
    post: createPost({ timeoutMs: 2_000 }),
    verifyToken: async (token, audience) => (token === `bot:${audience}` ? { appid: BOT } : undefined),
    signActivity: async ({ botAppId, serviceUrl }) => `connector to ${botAppId} from ${serviceUrl}`,
    botAppId: BOT,
    botName: 'Switchboard',
    botEndpoint: () => `${bot.url}/messages`,
    serviceUrl: () => `${url}/teams/`,
    people: () => [ada],
  };
  const teams = createTeams({ ...base, ...change?.(base) });
  const server = await listen(teams.service, { port: 0, work });
  url = server.url;
  return {
    ...teams,
    url,
    received,
    async stepTo(instant) {
      clock.stepTo(instant);
      while (work.running > 0) await new Promise((resolve) => setImmediate(resolve));
    },
    call: (...request) => callConnector(url, ...request),
    async close() {
      await server.close();
      await bot.close();
      store.close();
    },
  };
}

async function callConnector(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  token = 'bot:https://api.botframework.com',
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/teams/v3/conversations${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
