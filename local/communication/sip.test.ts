import { SipRoutingClient, type SipTrunkRoute } from '@azure/communication-phone-numbers';
import { openStore } from '../kit/store';
import { authoriseResource } from './auth';
import { createSipRouting, type SipRouting } from './sip';
import { ACCESS_KEY, startTrial, type Trial } from './trial.testsuite';

let trial: Trial;
let sip: SipRouting;
let client: SipRoutingClient;
beforeEach(async () => {
  const asResource = authoriseResource({ accessKey: ACCESS_KEY, verifyToken: async () => false });
  sip = createSipRouting({ store: openStore(':memory:'), asResource });
  trial = await startTrial({ extraRoutes: sip.routes });
  client = new SipRoutingClient(trial.connection, trial.options);
});
afterEach(() => trial.stop());

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}
const ONE = { fqdn: 'sbc1.contoso.example', sipSignalingPort: 5061 };
const TWO = { fqdn: 'sbc2.contoso.example', sipSignalingPort: 5062 };
const route = (name: string, numberPattern: string, trunks: string[]): SipTrunkRoute => ({
  ...{ name, numberPattern, trunks },
  description: `of ${name}`,
});
/** As the service answers, whose answers the tests of the vendor's clients have recorded. */
const refusedFor = (code: string) => ({
  statusCode: 422,
  code: 'UnprocessableConfiguration',
  details: { error: { innerError: { code } } },
});

describe('SIP routing', () => {
  test('trunks are set, looked at, changed and deleted', async () => {
    expect(await client.setTrunks([ONE, TWO])).toEqual([ONE, TWO]);
    await client.setTrunk({ ...TWO, sipSignalingPort: 5070 });
    expect(await client.getTrunk(TWO.fqdn)).toMatchObject({ sipSignalingPort: 5070 });
    await client.deleteTrunk(ONE.fqdn);
    expect((await all(client.listTrunks())).map(({ fqdn }) => fqdn)).toEqual([TWO.fqdn]);
    await client.setTrunks([ONE]);
    expect(await all(client.listTrunks())).toEqual([ONE]);
  });

  test('routes are kept in their order, and the first that matches names the trunk', async () => {
    await client.setTrunks([ONE, TWO]);
    const routes = [
      route('home', String.raw`^\+49\d+$`, [TWO.fqdn, ONE.fqdn]),
      route('world', String.raw`^\+\d+$`, [ONE.fqdn]),
    ];
    expect(await client.setRoutes(routes)).toEqual(routes);
    expect(await all(client.listRoutes())).toEqual(routes);
    await client.setRoutes([route('of .NET', '(?i)^+', [ONE.fqdn]), ...routes]);
    expect([sip.trunkFor('+4930123456'), sip.trunkFor('+14255550123'), sip.trunkFor('911')]).toEqual([
      TWO.fqdn,
      ONE.fqdn,
      undefined,
    ]);
  });

  test.each([
    ['a name that is no host', { trunks: [{ ...ONE, fqdn: '-1' }] }, 'InvalidTrunkFqdn'],
    ['port 0', { trunks: [{ ...ONE, sipSignalingPort: 0 }] }, 'InvalidTrunkSipSignalingPort'],
    ['a route without a name', { routes: [route('', '^1$', [])] }, 'InvalidRouteName'],
    ['a route without a pattern', { routes: [route('x', '', [])] }, 'InvalidRouteNumberPattern'],
    ['a route to no trunk', { routes: [route('x', '^1$', ['none.example'])] }, 'MissingTrunk'],
  ])('%s is refused, and nothing changes', async (_what, { trunks, routes }: Patch, code) => {
    const set = trunks === undefined ? client.setRoutes(routes ?? []) : client.setTrunks(trunks);
    await expect(set).rejects.toMatchObject(refusedFor(code));
    expect([await all(client.listTrunks()), await all(client.listRoutes())]).toEqual([[], []]);
  });

  test.each([
    ['two routes of one name', [route('x', '^1$', []), route('x', '^2$', [])], 'DuplicatedRoute'],
    ['a route that names a trunk twice', [route('x', '^1$', [ONE.fqdn, ONE.fqdn])], 'DuplicatedRoutingTrunk'],
  ])('%s are refused, and nothing changes', async (_what, routes, code) => {
    await client.setTrunks([ONE]);
    await expect(client.setRoutes(routes)).rejects.toMatchObject(refusedFor(code));
    expect(await all(client.listRoutes())).toEqual([]);
  });

  test('a trunk that a route goes by cannot be deleted', async () => {
    await client.setTrunks([ONE]);
    await client.setRoutes([route('x', '^1$', [ONE.fqdn])]);
    await expect(client.deleteTrunk(ONE.fqdn)).rejects.toMatchObject(refusedFor('MissingTrunk'));
    await client.setRoutes([]);
    await client.deleteTrunk(ONE.fqdn);
    expect(await all(client.listTrunks())).toEqual([]);
  });

  test('is the resource’s alone', async () => {
    const other = `endpoint=${trial.url}/;accesskey=${Buffer.from('another key').toString('base64')}`;
    const stranger = new SipRoutingClient(other, trial.options);
    await expect(all(stranger.listTrunks())).rejects.toMatchObject({ statusCode: 401 });
  });
});

interface Patch {
  readonly trunks?: { fqdn: string; sipSignalingPort: number }[];
  readonly routes?: SipTrunkRoute[];
}
