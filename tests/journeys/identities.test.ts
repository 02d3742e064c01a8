import { OPERATIONS, type OperationId } from '../../shared/contracts/http/routes';
import { materialOf, tokenOf } from './support/tokens';
import { openStage, type Stage } from './support/stage';
import { wrongIdentities, type WrongIdentity } from './support/wrong-identities';

jest.setTimeout(180_000);

const TWO_HOURS_MS = 2 * 3_600_000;

/** What the running host says it serves. */
interface Served {
  readonly name: string;
  readonly config: { readonly bindings: readonly Binding[] };
}
interface Binding {
  readonly type: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
}
interface Target {
  readonly id: OperationId;
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
}

/** Everything that can be called without an identity, and why. A new route that nobody listed fails the first test. */
const OPEN: Readonly<Partial<Record<OperationId, string>>> = {
  startChat: 'a customer has no account',
  leaveChat: 'knowing the thread and who one is in it is the proof',
  askForCall: 'whoever fills in a form has no account',
  startWebCall: 'a visitor of a page has no account',
  getMusic: 'Call Automation fetches it',
  getOpenApi: 'a public document',
  getDesk: 'a page without data',
  getWidget: 'the script that pages of customers load',
  getChatEntry: 'what a page shows before anybody chats',
};
describe('every route refuses every wrong identity', () => {
  let stage: Stage;
  let targets: readonly Target[];
  let events: readonly string[];
  let served: readonly Served[];
  let wrong: readonly WrongIdentity[];
  let held: string;
  let offered: string;

  beforeAll(async () => {
    stage = await openStage();
    const expired = await tokenOf(stage, 'cameron');
    // In one stride: nobody waits for anything yet.
    await stage.simulator.post('/_local/clock', { byMs: TWO_HOURS_MS, turnEveryMs: TWO_HOURS_MS });
    wrong = await wrongIdentities(await materialOf(stage, 'cameron', expired));
    ({ held, offered } = await workOf(stage));
    // The first question makes the key that customers' tokens are signed with: no change of anything that anybody owns.
    await fetch(`${stage.running.endpoints.functions.endpoint}/api/chats/nobody/messages?after=0`, {
      headers: { authorization: 'Bearer nobody' },
    });
    served = await servedBy(stage);
    targets = served.flatMap(targetsOf);
    events = served
      .filter(({ config }) => config.bindings.some(({ type }) => type === 'eventGridTrigger'))
      .map(({ name }) => name);
  });
  afterAll(() => stage.stop());

  test('and every route is in the table of operations', () => {
    const http = served.filter(({ config }) => config.bindings.some(({ type }) => type === 'httpTrigger'));
    expect(http.map(({ name }) => name).sort()).toEqual(Object.keys(OPERATIONS).sort());
    const open = Object.entries(OPERATIONS).filter(([, { access }]) => access === 'public');
    expect(open.map(([id]) => id).sort()).toEqual(Object.keys(OPEN).sort());
  });

  test('there are at least 25 of them, on at least 15 routes', () => {
    expect(wrong.length).toBeGreaterThanOrEqual(25);
    expect(guarded().length).toBeGreaterThanOrEqual(15);
  });

  test('tokens that are not good: 401, no data, no change, an audit line each', async () => {
    const before = await fingerprint(stage);
    for (const target of guarded()) {
      const lines = auditLines(target.id, 401);
      for (const identity of wrong) await refused(target, identity, [401]);
      if (OPERATIONS[target.id].access !== 'hostKey') expect(auditLines(target.id, 401) - lines).toBe(wrong.length);
    }
    expect(await fingerprint(stage)).toEqual(before);
  });

  test('good tokens of people who may not: 403 or 404, no data, no change, an audit line each', async () => {
    const before = await fingerprint(stage);
    for (const target of guarded()) {
      const { access } = OPERATIONS[target.id];
      if (access === 'webhook' || access === 'hostKey' || access === 'customer') continue;
      for (const person of strangersTo(target.id)) {
        const count = () => auditLines(target.id, 403) + auditLines(target.id, 404);
        const lines = count();
        const token = await tokenOf(stage, person);
        await refused(target, { name: person, headers: { authorization: `Bearer ${token}` } }, [403, 404]);
        expect({ target: target.id, person, lines: count() - lines }).toEqual({ target: target.id, person, lines: 1 });
      }
    }
    expect(await fingerprint(stage)).toEqual(before);
  });

  test('events without the key of their subscription: 401', async () => {
    const { endpoint } = stage.running.endpoints.functions;
    expect(events.length).toBeGreaterThan(4);
    for (const name of events)
      for (const code of ['', '&code=guess', `&code=${stage.running.endpoints.functions.masterKey}x`]) {
        const url = `${endpoint}/runtime/webhooks/EventGrid?functionName=${name}${code}`;
        const headers = { 'aeg-event-type': 'Notification', 'content-type': 'application/json' };
        expect((await fetch(url, { method: 'POST', headers, body: '[]' })).status).toBe(401);
      }
  });

  test('the door is not simply shut: the right person comes in', async () => {
    const token = await tokenOf(stage, 'cameron');
    const url = `${stage.running.endpoints.functions.endpoint}/api/agent/interactions/${held}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Grace')]);
  });

  const guarded = () => targets.filter(({ id }) => !(id in OPEN));

  /** Whoever is none of the people that an operation is for; with an id in the path also a colleague. */
  function strangersTo(id: OperationId): readonly string[] {
    const { access, path } = OPERATIONS[id] as { access: string; path: string };
    // It tells whoever asks about nobody but themselves.
    if (access === 'person') return [];
    const staff = ['supervisor', 'admin'];
    if (access === 'agent') return path.includes('{') ? ['bianca', 'diego', ...staff] : staff;
    if (access === 'overseer') return ['bianca', 'diego'];
    if (access === 'listener') return ['bianca', 'diego', 'admin'];
    return access === 'admin' ? ['cameron', 'supervisor'] : ['cameron', 'admin'];
  }

  async function refused(target: Target, { name, headers }: WrongIdentity, statuses: readonly number[]): Promise<void> {
    const { id, url, method, body } = target;
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers: { ...content, ...headers }, ...(body ? { body } : {}) });
    const text = await response.text();
    const seen = { id, name, status: response.status, leaks: /Grace|My printer|contoso\.example|at .*:\d+/.test(text) };
    expect(seen).toEqual({ id, name, status: statuses.find((one) => one === response.status), leaks: false });
  }

  const auditLines = (id: OperationId, status: number): number =>
    stage.running.output().split(`access refused {"operation":"${id}","status":${status}`).length - 1;

  function targetsOf({ name, config }: Served): Target[] {
    const trigger = config.bindings.find(({ type }) => type === 'httpTrigger');
    if (trigger === undefined) return [];
    const { functions } = stage.running.endpoints;
    const ids: Record<string, string> = {
      interactionId: held,
      offerId: offered,
      tenantId: 'contoso',
      agentId: 'cameron',
      index: '0',
    };
    const path = (trigger.route ?? name).replace(/\{(\w+)[^}]*\}/g, (_all, key: string) => ids[key] ?? 'x');
    const id = name as OperationId;
    const asked = Object.keys(OPERATIONS[id]?.query.shape ?? {});
    const query = new URLSearchParams(Object.entries(QUERY).filter(([name]) => asked.includes(name)));
    const of = (method: string) => ({
      id,
      method: method.toUpperCase(),
      url: `${functions.endpoint}/api/${path}?${query.toString()}`,
      body: BODIES[id],
    });
    return (trigger.methods ?? []).map(of);
  }
});

const config = JSON.stringify({ files: [{ name: 'tenant.yaml', content: 'tenant: {}' }] });
/** What an operation asks for after the question mark, as it would be taken from the right person. */
const QUERY = {
  tenantId: 'contoso',
  from: '2026-10-05T00:00:00Z',
  to: '2026-10-06T00:00:00Z',
  name: 'invoice.pdf',
  key: 'attackers-key',
  writtenAt: String(Date.parse('2026-10-05T16:00:00Z')),
  message: 'attackers-message',
};
/** Bodies that would be taken from the right person. */
const BODIES: Readonly<Partial<Record<OperationId, string>>> = {
  setAgentState: JSON.stringify({ kind: 'ready' }),
  replyToCustomer: JSON.stringify({
    text: 'Hello',
    key: 'attackers-key',
    writtenAt: Date.parse('2026-10-05T16:00:00Z'),
  }),
  addNote: JSON.stringify({ text: 'A note', key: 'attackers-key' }),
  complete: JSON.stringify({ wrapUpCode: null }),
  setSamePerson: JSON.stringify({ isSamePerson: false }),
  transferInteraction: JSON.stringify({ to: { kind: 'queue', queueId: 'sales' }, note: null }),
  consult: JSON.stringify({ with: { kind: 'number', number: '+14255550177' }, blind: true }),
  assignInteraction: JSON.stringify({ agentId: 'diego', force: true }),
  takeBackInteraction: JSON.stringify({ queueId: null }),
  forceAgentState: JSON.stringify({ kind: 'signedOut' }),
  moveAgent: JSON.stringify({ join: ['sales'], leave: ['support'] }),
  publishConfig: config,
  installConfig: config,
  botMessages: JSON.stringify({ type: 'message', channelId: 'msteams', serviceUrl: 'https://smba.example/teams' }),
  callCallback: '[]',
  mailNotification: JSON.stringify({ value: [{ clientState: 'guess', resourceData: { id: 'm1' } }] }),
};

/** One chat that cameron holds, and one that is offered to them. */
async function workOf(stage: Stage): Promise<{ held: string; offered: string }> {
  const cameron = stage.agent('cameron');
  await cameron.ready();
  const grace = await stage.chatCustomer('Grace');
  await grace.say('Hello');
  await grace.say('My printer is broken');
  await cameron.press('accept');
  const second = await stage.chatCustomer('Grace again');
  await second.say('Hello');
  await second.say('My printer is broken');
  const [interaction] = await cameron.interactions();
  const [offer] = await cameron.offers();
  if (interaction === undefined || offer === undefined) throw new Error('Cameron has no work.');
  return { held: interaction.interactionId, offered: offer.offerId };
}

async function servedBy(stage: Stage): Promise<readonly Served[]> {
  const { endpoint, masterKey } = stage.running.endpoints.functions;
  const response = await fetch(`${endpoint}/admin/functions`, { headers: { 'x-functions-key': masterKey } });
  return (await response.json()) as readonly Served[];
}

/** Every document of every container that requests could change, by its version. */
async function fingerprint(stage: Stage): Promise<readonly string[]> {
  const containers = ['inbox', 'interactions', 'routing', 'addresses', 'directory', 'config'];
  const all = await Promise.all(
    containers.map((name) =>
      stage.query<{ id: string; etag: string; seq?: number }>(name, 'SELECT c.id, c.seq, c._etag AS etag FROM c'),
    ),
  );
  // Where several processes write a journal, its head says whose turn it is; what counts is how far it goes.
  return all
    .flatMap((documents, index) =>
      documents.map(({ id, etag, seq }) => `${containers[index]}/${id}@${id === 'head' ? seq : etag}`),
    )
    .sort();
}
