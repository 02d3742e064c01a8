import { TriggerOperation, TriggerType, type Container, type ErrorResponse } from '@azure/cosmos';
import { START_PATIENCE_MS, startLocalAccount, type LocalAccount } from './local-account';

let account: LocalAccount;
let container: Container;
beforeAll(async () => {
  account = await startLocalAccount();
  container = await account.container();
}, START_PATIENCE_MS);
afterAll(() => account.close());

const codeOf = (operation: Promise<unknown>): Promise<unknown> =>
  operation.then(
    () => undefined,
    (error: unknown) => (error as ErrorResponse).code,
  );

const procedure = async (id: string, body: string) => {
  await container.scripts.storedProcedures.create({ id, body });
  return container.scripts.storedProcedure(id);
};

describe('stored procedures', () => {
  test('are defined, listed, replaced and removed', async () => {
    const { storedProcedures } = container.scripts;
    const one = await procedure('one', 'function () { return 1; }');
    expect(await codeOf(storedProcedures.create({ id: 'one', body: 'function () {}' }))).toBe(409);
    expect((await storedProcedures.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['one']);
    const found = await storedProcedures.query({ query: "SELECT * FROM c WHERE c.id = 'one'" }).fetchAll();
    expect(found.resources).toHaveLength(1);
    expect((await one.replace({ id: 'one', body: 'function () { return 2; }' })).resource?.body).toContain('2');
    expect((await one.read()).statusCode).toBe(200);
    await one.delete();
    expect(await codeOf(one.read())).toBe(404);
  });

  test('run on one partition, with arguments, and answer', async () => {
    const greet = await procedure(
      'greet',
      'function (name, n) { getContext().getResponse().setBody({ greeting: "Hello " + name, next: n + 1 }); }',
    );
    expect((await greet.execute('p', ['Ada', 1])).resource).toEqual({ greeting: 'Hello Ada', next: 2 });
  });

  test('append to their answer, and write a log that may be asked for', async () => {
    const speak = await procedure(
      'speak',
      `function () {
        console.log('The value of %s is %s.', 'x', 1);
        console.log('done');
        for (let i = 0; i < 3; i++) getContext().getResponse().appendValue('Body', i);
      }`,
    );
    const { resource, headers } = await speak.execute('p', [], { enableScriptLogging: true });
    expect(resource).toBe('012');
    expect(decodeURIComponent(String(headers['x-ms-documentdb-script-log-results']))).toBe(
      'The value of x is 1.\ndone',
    );
  });

  test('write, read and query in one transaction', async () => {
    const fill = await procedure(
      'fill',
      `function (count) {
        const c = getContext().getCollection();
        const made = [];
        for (let i = 0; i < count; i++)
          c.createDocument(c.getSelfLink(), { id: 'd' + i, pk: 'tx', i }, (error, doc) => { if (error) throw error; made.push(doc._self); });
        c.queryDocuments(c.getSelfLink(), 'SELECT VALUE c.i FROM c WHERE c.i > 0', {}, (error, found) => {
          if (error) throw error;
          c.deleteDocument(made[0], {}, () => getContext().getResponse().setBody(found));
        });
      }`,
    );
    expect((await fill.execute('tx', [3])).resource).toEqual([1, 2]);
    const left = await container.items.query('SELECT VALUE c.id FROM c', { partitionKey: 'tx' }).fetchAll();
    expect(left.resources).toEqual(['d1', 'd2']);
  });

  test('that throw leave nothing', async () => {
    const fail = await procedure(
      'fail',
      `function () {
        const c = getContext().getCollection();
        c.createDocument(c.getSelfLink(), { id: 'gone', pk: 'tx' }, () => { throw new Error('on purpose'); });
      }`,
    );
    await expect(fail.execute('tx')).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining('on purpose'),
    });
    expect((await container.item('gone', 'tx').read()).statusCode).toBe(404);
    const endless = await procedure(
      'taken',
      `function () {
      const c = getContext().getCollection();
      c.createDocument(c.getSelfLink(), { id: 'd1', pk: 'tx' }, (error) => getContext().getResponse().setBody(error.number));
    }`,
    );
    expect((await endless.execute('tx')).resource).toBe(409);
  });

  test('log where it is asked for', async () => {
    const talk = await procedure('talk', 'function () { console.log("one"); console.log("two"); }');
    const { headers } = await talk.execute('p', [], { enableScriptLogging: true });
    expect(decodeURIComponent(String(headers['x-ms-documentdb-script-log-results']))).toBe('one\ntwo');
  });
});

describe('triggers', () => {
  test('go before and after the write that names them, in its transaction', async () => {
    await container.scripts.triggers.create({
      id: 'stamp',
      body: 'function () { const r = getContext().getRequest(); const d = r.getBody(); d.stamped = true; r.setBody(d); }',
      triggerType: TriggerType.Pre,
      triggerOperation: TriggerOperation.Create,
    });
    await container.scripts.triggers.create({
      id: 'refuse',
      body: 'function () { if (getContext().getResponse().getBody().bad) throw new Error("refused"); }',
      triggerType: TriggerType.Post,
      triggerOperation: TriggerOperation.All,
    });
    const options = { preTriggerInclude: ['stamp'], postTriggerInclude: ['refuse'] };
    const good = await container.items.create({ id: 'good', pk: 't' }, options);
    expect(good.resource).toMatchObject({ stamped: true });
    expect(await codeOf(container.items.create({ id: 'bad', pk: 't', bad: true }, options))).toBe(400);
    expect((await container.item('bad', 't').read()).statusCode).toBe(404);
    expect(await codeOf(container.item('good', 't').delete({ preTriggerInclude: ['stamp'] }))).toBe(400);
  });
});

test('user-defined functions serve queries, and an unknown one is refused', async () => {
  await container.scripts.userDefinedFunctions.create({ id: 'twice', body: 'function (x) { return x * 2; }' });
  await container.items.create({ id: 'u', pk: 'udf', n: 21 });
  const ask = (query: string) => container.items.query(query, { partitionKey: 'udf' }).fetchAll();
  expect((await ask('SELECT VALUE udf.twice(c.n) FROM c')).resources).toEqual([42]);
  expect((await ask('SELECT * FROM c WHERE udf.twice(c.n) > 50')).resources).toEqual([]);
  expect(await codeOf(ask('SELECT VALUE udf.absent(c.n) FROM c'))).toBe(400);
});
