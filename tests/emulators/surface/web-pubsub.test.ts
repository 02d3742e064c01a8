import { WebPubSubServiceClient } from '@azure/web-pubsub';
import { WebPubSubClient } from '@azure/web-pubsub-client';
import { openWorkbench, tokens, type TestClient, type Workbench } from '../../../local/web-pubsub/workbench.testsuite';
import { coverSurface } from './surface';

let bench: Workbench;
let member: TestClient;
beforeAll(async () => {
  bench = await openWorkbench();
  member = await bench.client({ userId: 'member', groups: ['g'], roles: ['webpubsub.joinLeaveGroup'] });
});
afterAll(() => bench.close());

const id = () => member.connectionId;
const leaving = async () => (await bench.client({ userId: 'leaving', groups: ['leaving'] })).connectionId;

coverSurface('WebPubSubServiceClient', WebPubSubServiceClient, {
  calls: {
    addConnectionsToGroups: () => bench.service.addConnectionsToGroups(['g'], "userId eq 'member'"),
    closeAllConnections: async () => bench.service.closeAllConnections({ excluded: [id()] } as object),
    closeConnection: async () => bench.service.closeConnection(await leaving(), { reason: 'enough' }),
    closeUserConnections: async () => {
      await leaving();
      await bench.service.closeUserConnections('leaving');
      expect(await bench.service.userExists('leaving')).toBe(false);
    },
    connectionExists: async () => expect(await bench.service.connectionExists(id())).toBe(true),
    getClientAccessToken: () =>
      bench.asIdentity.getClientAccessToken({ userId: 'u', roles: ['webpubsub.sendToGroup'] }),
    grantPermission: () => bench.service.grantPermission(id(), 'sendToGroup', { targetName: 'g' }),
    group: async () => {
      const group = bench.service.group('other');
      await group.addConnection(id());
      await group.addUser('member');
      const listed = [];
      for await (const { connectionId } of await group.listConnections()) listed.push(connectionId);
      expect(listed).toEqual([id()]);
      await group.sendToAll({ n: 1 });
      await group.removeConnection(id());
      await group.removeUser('member');
      await group.closeAllConnections();
    },
    groupExists: async () => expect(await bench.service.groupExists('nobody')).toBe(false),
    hasPermission: async () => expect(await bench.service.hasPermission(id(), 'joinLeaveGroup')).toBe(true),
    removeConnectionFromAllGroups: () => bench.service.removeConnectionFromAllGroups(id()),
    removeConnectionsFromGroups: () => bench.service.removeConnectionsFromGroups(['g'], "userId eq 'member'"),
    removeUserFromAllGroups: () => bench.service.removeUserFromAllGroups('member'),
    revokePermission: async () => {
      await bench.service.revokePermission(id(), 'sendToGroup', { targetName: 'g' });
      expect(await bench.service.hasPermission(id(), 'sendToGroup', { targetName: 'g' })).toBe(false);
    },
    sendToAll: () => bench.service.sendToAll(Buffer.from([1, 2])),
    sendToConnection: () => bench.service.sendToConnection(id(), { n: 1 }),
    sendToUser: () => bench.service.sendToUser('member', { n: 1 }, { messageTtlSeconds: 1 }),
    userExists: async () => expect(await bench.service.userExists('member')).toBe(true),
  },
});

test.each(['bad', ''])('a token that is not good (%p) opens nothing', async (token) => {
  const stranger = new WebPubSubServiceClient(bench.server.url, tokens(token), 'desk', {
    retryOptions: { maxRetries: 0 },
  });
  await expect(stranger.sendToAll({ n: 1 })).rejects.toMatchObject({ statusCode: 401 });
});

/** Every method of the client that its types show: it works, or the answer says by name that it is not emulated. */
describe('WebPubSubClient', () => {
  const roles = ['webpubsub.joinLeaveGroup', 'webpubsub.sendToGroup'];
  const refused = { errorDetail: { name: 'NotEmulated' } };
  let client: WebPubSubClient;
  beforeAll(async () => {
    client = (await bench.client({ userId: 'page', roles })).client;
  });

  const calls: Readonly<Record<string, () => unknown>> = {
    joinGroup: () => client.joinGroup('pages'),
    sendToGroup: () => client.sendToGroup('pages', { n: 1 }, 'json'),
    leaveGroup: () => client.leaveGroup('pages'),
    sendEvent: () => expect(client.sendEvent('x', 'y', 'text')).rejects.toMatchObject(refused),
    invokeEvent: () => expect(client.invokeEvent('x', 'y', 'text')).rejects.toMatchObject(refused),
    on: () => client.on('stopped', nothing),
    off: () => client.off('stopped', nothing),
    stop: () => client.stop(),
    start: async () => {
      const { url } = await bench.service.getClientAccessToken({ userId: 'page' });
      const another = new WebPubSubClient(url, { autoReconnect: false });
      await another.start();
      another.stop();
    },
  };
  const nothing = () => undefined;

  test('has no other method', () => {
    const methods = Object.getOwnPropertyNames(WebPubSubClient.prototype).filter(
      (name) => !/^_|constructor/.test(name),
    );
    expect(methods.sort()).toEqual(Object.keys(calls).sort());
  });

  test.each(Object.keys(calls))('%s', async (method) => {
    await calls[method]?.();
  });
});
