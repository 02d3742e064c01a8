import { Refused, type DurableClient } from './client';
import { createManagementApi } from './management-api';
import { NEW_METER, type Entity, type Instance } from './state';

export const BASE = 'https://app.example/runtime/webhooks/durabletask';
export const QUERY = 'taskHub=SampleHubVS&connection=Storage&code=my-key';
export const ID = '7b59154ae666471993659902ed0ba742';

export const instance = (id: string, name: string, status: Instance['status']): Instance => ({
  ...{ id, name, status, executionId: 'x', version: '', input: null, output: null, customStatus: null },
  ...{
    createdAt: Date.UTC(2018, 2, 10, 10, 5),
    updatedAt: Date.UTC(2018, 2, 10, 10, 5),
    parent: null,
    meter: NEW_METER,
  },
});
const entity = (key: string, state: number, updatedAt: number): Entity => ({
  ...{ id: `@printer@${key}`, exists: true, state: String(state), queue: [], lockedBy: null },
  ...{ createdAt: 0, updatedAt, meter: NEW_METER },
});

const entities = [entity('one', 1, Date.UTC(2018, 2, 10, 10, 5)), entity('two', 2, Date.UTC(2018, 2, 10, 10, 15))];
export const printers: Partial<DurableClient> = {
  entity: ({ name, key }) => entities.find(({ id }) => id === `@${name.toLowerCase()}@${key}`),
  entities: () => entities,
};

/** A client that notes what it was asked, with some instances. */
export function noting(overrides: Partial<DurableClient> = {}) {
  const asked: unknown[][] = [];
  const note =
    (what: string) =>
    async (...args: unknown[]): Promise<void> =>
      void asked.push([what, ...args]);
  const all = [instance('01', 'DoThis', 'Running'), instance('02', 'DoThat', 'Completed')];
  const client: DurableClient = {
    async start(name, id, input, version) {
      asked.push(['start', name, id, input, version]);
      return id ?? ID;
    },
    instance: (id) => all.find((one) => one.id === id),
    instances(filter) {
      asked.push(['instances', filter]);
      return all;
    },
    history: () => [],
    raiseEvent: note('raiseEvent'),
    control: note('control'),
    rewind: note('rewind'),
    async restart(id, newId, version) {
      asked.push(['restart', id, newId, version]);
      return newId ?? ID;
    },
    purge: async () => 1,
    entity: () => undefined,
    entities: () => [],
    signal: note('signal'),
    ...overrides,
  };
  const manage = createManagementApi(client, BASE, QUERY, '2.0');
  async function ask(method: string, path: string, body = '', headers: Readonly<Record<string, string>> = {}) {
    const url = new URL(`${BASE}/${path}`);
    const json = () => (body === '' ? undefined : (JSON.parse(body) as unknown));
    const request = { method, url, target: url.pathname + url.search, headers, body: Buffer.from(body), json };
    return manage(request, url.pathname.slice(new URL(BASE).pathname.length + 1));
  }
  return { asked, ask };
}

export const refusing = async (): Promise<never> => {
  throw new Refused('badArgument', 'No such function.');
};
