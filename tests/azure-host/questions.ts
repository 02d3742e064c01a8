/** One request that both hosts are asked. `{master}`, `{function}`, `{eventGrid}` and `{durable}` stand for the host's keys, `{hub}` for its task hub. */
export interface Question {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asked again until the body has this in it, since what it tells of takes its time. */
  readonly until?: string;
}

const get = (name: string, path: string, headers: Question['headers'] = {}): Question => ({
  ...{ name, method: 'GET', path, headers },
});

function post(name: string, path: string, value?: unknown, headers: Question['headers'] = {}): Question {
  const isJson = value !== undefined;
  return {
    ...{ name, method: 'POST', path, headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers } },
    ...(isJson && { body: typeof value === 'string' ? value : JSON.stringify(value) }),
  };
}

const routes: readonly Question[] = [
  get('route with query', '/api/echo/call/42?x=1&x=2&y=%20z', { 'x-test': 'yes' }),
  get('route with what is optional', '/api/echo/call/42/more'),
  { name: 'text', method: 'POST', path: '/api/echo/call/42', headers: { 'content-type': 'text/plain' }, body: 'café' },
  get('route in other case with a slash at its end', '/API/Echo/call/42/'),
  get('parameter with escapes', '/api/echo/call/42/a%2Fb%20c'),
  get('constraint alpha', '/api/echo/call1/42'),
  get('constraint int', '/api/echo/call/x'),
  { name: 'HEAD', method: 'HEAD', path: '/api/echo/call/42' },
  { name: 'OPTIONS that is registered', method: 'OPTIONS', path: '/api/echo/call/42' },
  { name: 'PUT that is not registered', method: 'PUT', path: '/api/echo/call/42', body: 'x' },
  get('unknown route', '/api/nothing'),
  get('unknown path outside of the prefix', '/nothing'),
  get('function that throws', '/api/fails'),
  get('function that returns nothing', '/api/silent'),
];

const keys: readonly Question[] = [
  get('no key', '/api/guarded'),
  get('wrong key', '/api/guarded?code=wrong'),
  get('key of the host in the query', '/api/guarded?code={function}'),
  get('key of the host in a header', '/api/guarded', { 'x-functions-key': '{function}' }),
  get('master key', '/api/guarded?code={master}'),
  get('admin level without a key', '/api/topSecret'),
  get('admin level with the key of the host', '/api/topSecret?code={function}'),
  get('admin level with the master key', '/api/topSecret?code={master}'),
  get('key of an extension at a function', '/api/guarded?code={eventGrid}'),
];

const master = { 'x-functions-key': '{master}' };

const admin: readonly Question[] = [
  get('ping', '/admin/host/ping'),
  get('ping with the master key', '/admin/host/ping', master),
  get('status without a key', '/admin/host/status'),
  get('status with a wrong key', '/admin/host/status', { 'x-functions-key': 'wrong' }),
  get('status with the key of an extension', '/admin/host/status', { 'x-functions-key': '{durable}' }),
  get('status with the key of the host', '/admin/host/status', { 'x-functions-key': '{function}' }),
  get('status', '/admin/host/status', master),
  get('functions without a key', '/admin/functions'),
  get('functions', '/admin/functions', master),
  get('one function', '/admin/functions/guarded', master),
  get('status of a function', '/admin/functions/guarded/status', master),
  get('a timer', '/admin/functions/everyMinute', master),
  get('an orchestrator', '/admin/functions/sumThree', master),
  get('unknown function', '/admin/functions/nobody', master),
  get('unknown path', '/admin/nothing', master),
  post('invocation of a timer', '/admin/functions/teaTime', { input: '' }, master),
  post('invocation of what is unknown', '/admin/functions/nobody', { input: '' }, master),
  post('invocation without a key', '/admin/functions/teaTime', { input: '' }),
];

const grid = (query: string) => `/runtime/webhooks/EventGrid?${query}`;
const toFunction = grid('functionName=gridEvent&code={eventGrid}');
const event = (data: unknown) => ({
  ...{ id: 'e-1', topic: 't', subject: 's', eventType: 'Some.Thing', dataVersion: '1' },
  ...{ metadataVersion: '1', eventTime: '2026-01-05T12:00:00Z', data },
});
const cloudEvent = { id: 'c-1', source: 's', type: 'Some.Thing', specversion: '1.0', data: {} };
const notification = { 'aeg-event-type': 'Notification' };

const eventGrid: readonly Question[] = [
  post('handshake', toFunction, [event({ validationCode: 'abc' })], { 'aeg-event-type': 'SubscriptionValidation' }),
  post('notification', toFunction, [event({})], notification),
  post('two notifications', toFunction, [event({}), event({})], notification),
  post('notification of which one fails', toFunction, [event({ fails: true })], notification),
  post('notification that is no list', toFunction, event({}), notification),
  post('notification that is not JSON', toFunction, 'what', notification),
  post('notification with no type of delivery', toFunction, [event({})]),
  post('taking leave', toFunction, [event({})], { 'aeg-event-type': 'Unsubscribe' }),
  post('event for an unknown function', grid('functionName=nobody&code={eventGrid}'), [event({})], notification),
  post('event for no function', grid('code={eventGrid}'), [event({})], notification),
  post(
    'event for a function that is no trigger',
    grid('functionName=guarded&code={eventGrid}'),
    [event({})],
    notification,
  ),
  post('event without a key', grid('functionName=gridEvent'), [event({})], notification),
  post('event with the master key', grid('functionName=gridEvent&code={master}'), [event({})], notification),
  post('event with the key of the host', grid('functionName=gridEvent&code={function}'), [event({})], notification),
  post('CloudEvent of no type of delivery', toFunction, cloudEvent, { 'content-type': 'application/cloudevents+json' }),
  post('CloudEvent', toFunction, cloudEvent, { ...notification, 'content-type': 'application/cloudevents+json' }),
  post(
    'event with the key of another extension',
    grid('functionName=gridEvent&code={durable}'),
    [event({})],
    notification,
  ),
  {
    name: 'CloudEvents handshake',
    method: 'OPTIONS',
    path: toFunction,
    headers: { 'webhook-request-origin': 'grid.example' },
  },
  get('GET', toFunction),
];

const durable = (path: string, query = '') => `/runtime/webhooks/durabletask/${path}?${query}code={durable}`;
const finished = (id: string, query = '') => ({
  ...get(`status of ${id} ${query}`, durable(`instances/${id}`, query)),
  until: '"runtimeStatus":"Completed"',
});

const management: readonly Question[] = [
  post('start', durable('orchestrators/sumThree/sum-1'), { a: 1 }),
  finished('sum-1'),
  finished('sum-1', 'showInput=false&'),
  finished('sum-1', 'showHistory=true&'),
  finished('sum-1', 'showHistory=true&showHistoryOutput=true&'),
  post('start of an id that has finished', durable('orchestrators/sumThree/sum-1'), { a: 2 }),
  finished('sum-1', 'returnInternalServerErrorOnFailure=true&'),
  post('start of what is unknown', durable('orchestrators/nobody/x-1'), {}),
  post('start with what is not JSON', durable('orchestrators/sumThree/x-2'), '{ "broken" '),
  post('start without an id', durable('orchestrators/sumThree')),
  post('start without a key', '/runtime/webhooks/durabletask/orchestrators/sumThree/x-3', {}),
  get('start by GET', durable('orchestrators/sumThree/x-3')),
  post('start of one that waits', durable('orchestrators/waitOrGiveUp/wait-1'), { ms: 3_600_000 }),
  { ...get('status of one that waits', durable('instances/wait-1')), until: 'Running"' },
  post('start of an id that runs', durable('orchestrators/waitOrGiveUp/wait-1'), { ms: 1 }),
  post('suspend', durable('instances/wait-1/suspend', 'reason=pause&')),
  { ...get('status of one that is suspended', durable('instances/wait-1')), until: 'Suspended"' },
  post('suspend one that is suspended', durable('instances/wait-1/suspend', 'reason=pause&')),
  post('resume', durable('instances/wait-1/resume', 'reason=on&')),
  { ...get('status of one that is resumed', durable('instances/wait-1')), until: 'Running"' },
  post('resume one that runs', durable('instances/wait-1/resume', 'reason=on&')),
  post('event that is not JSON for one that runs', durable('instances/wait-1/raiseEvent/go'), 'x', {
    'content-type': 'text/plain',
  }),
  post('event that is broken JSON', durable('instances/wait-1/raiseEvent/go'), '{ "broken" '),
  post('event', durable('instances/wait-1/raiseEvent/go'), { with: 'this' }),
  finished('wait-1', 'showHistory=true&showHistoryOutput=true&'),
  post('event for one that has finished', durable('instances/wait-1/raiseEvent/go'), {}),
  post('event for nobody', durable('instances/nobody/raiseEvent/go'), {}),
  {
    ...post('event that is not JSON', durable('instances/wait-1/raiseEvent/go'), 'x', { 'content-type': 'text/plain' }),
  },
  post('event of no name', durable('instances/wait-1/raiseEvent'), {}),
  post('terminate one that has finished', durable('instances/wait-1/terminate', 'reason=r&')),
  post('terminate nobody', durable('instances/nobody/terminate', 'reason=r&')),
  post('suspend one that has finished', durable('instances/wait-1/suspend', 'reason=r&')),
  post('suspend nobody', durable('instances/nobody/suspend', 'reason=r&')),
  post('resume nobody', durable('instances/nobody/resume', 'reason=r&')),
  post('resume one that has finished', durable('instances/wait-1/resume', 'reason=r&')),
  post('rewind one that has completed', durable('instances/wait-1/rewind', 'reason=r&')),
  post('rewind nobody', durable('instances/nobody/rewind', 'reason=r&')),
  post('restart nobody', durable('instances/nobody/restart')),
  post('restart by the same id', durable('instances/sum-1/restart', 'restartWithNewInstanceId=false&')),
  finished('sum-1', 'again=1&'),
  post('unknown verb', durable('instances/sum-1/dance')),
  get('status of nobody', durable('instances/nobody')),
  post('start of one that fails', durable('orchestrators/throws/throws-1'), {}),
  { ...get('status of one that failed', durable('instances/throws-1', 'showHistory=true&')), until: '"Failed"' },
  get(
    'status of one that failed, as an error',
    durable('instances/throws-1', 'returnInternalServerErrorOnFailure=true&'),
  ),
  post('start of one with children', durable('orchestrators/parent/parent-1')),
  finished('parent-1', 'showHistory=true&'),
  post('start of one to be terminated', durable('orchestrators/longWait/long-1')),
  { ...get('status of one to be terminated', durable('instances/long-1')), until: 'Running"' },
  post('terminate', durable('instances/long-1/terminate', 'reason=enough&')),
  {
    ...get('status of one that was terminated', durable('instances/long-1', 'showHistory=true&')),
    until: 'Terminated"',
  },
  get('list by prefix', durable('instances', 'instanceIdPrefix=throws&')),
  get('list by status', durable('instances', 'runtimeStatus=Terminated&showInput=false&')),
  get('list by a status that is none', durable('instances', 'runtimeStatus=Dancing&instanceIdPrefix=throws&')),
  get('list from an instant that is none', durable('instances', 'createdTimeFrom=yesterday&instanceIdPrefix=throws&')),
  finished('child-x'),
  post('start of one whose activity fails', durable('orchestrators/givesUp/gives-1')),
  finished('gives-1', 'showHistory=true&showHistoryOutput=true&'),
  post('start of one that retries', durable('orchestrators/retries/retries-1')),
  finished('retries-1', 'showHistory=true&'),
  finished('retries-1', 'showHistory=true&showInput=false&'),
  post('start of one that collects', durable('orchestrators/collector/collects-1'), { seen: [] }),
  { ...get('status of one that collects', durable('instances/collects-1')), until: 'Running"' },
  post('first event', durable('instances/collects-1/raiseEvent/item'), 'one'.length),
  { ...get('status of one that continued as new', durable('instances/collects-1')), until: '[3]' },
  post('last event', durable('instances/collects-1/raiseEvent/item'), '"stop"'),
  finished('collects-1', 'showHistory=true&showHistoryOutput=true&'),
  post(
    'start of what is unknown, with the hub',
    durable('orchestrators/nobody/x-4', 'taskHub={hub}&connection=Storage&'),
    {},
  ),
  get('list of the first', durable('instances', 'top=1&instanceIdPrefix=sum-&')),
  { name: 'purge', method: 'DELETE', path: durable('instances/sum-1') },
  { name: 'purge of nobody', method: 'DELETE', path: durable('instances/nobody') },
  { name: 'purge of many without a time', method: 'DELETE', path: durable('instances') },
  {
    name: 'purge of many that are none',
    method: 'DELETE',
    path: durable('instances', 'createdTimeFrom=2040-01-01T00:00:00Z&'),
  },
  post('signal to an entity', durable('entities/counter/e1', 'op=add&'), 5),
  { ...get('state of an entity', durable('entities/counter/e1')), until: '5' },
  get('state of no entity', durable('entities/counter/nobody')),
  get('entities of a name', durable('entities/counter', 'fetchState=true&')),
  get('unknown resource', durable('nothing')),
];

const client: readonly Question[] = [
  post('check status response', '/api/client/startCheck/check-1', { name: 'sumThree' }),
  post('start by the client', '/api/client/start/count-1', { name: 'counting', input: {} }),
  {
    ...post('status by the client', '/api/client/status/count-1', { showHistory: true }),
    until: '"runtimeStatus":"Completed"',
  },
  post('state of an entity by the client', '/api/client/entity/c1'),
  post('start of an id that has finished, by the client', '/api/client/start/count-1', { name: 'sumThree' }),
  post('event for nobody by the client', '/api/client/raise/nobody', { name: 'go', data: 1 }),
  post('terminate nobody by the client', '/api/client/terminate/nobody', { reason: 'r' }),
  post('status of nobody by the client', '/api/client/status/nobody'),
  post('purge of nobody by the client', '/api/client/purge/nobody'),
  post('start of what is unknown by the client', '/api/client/start/u-1', { name: 'nobody' }),
];

/** In the order in which they are asked: some need what others started. */
export const QUESTIONS: Readonly<Record<string, readonly Question[]>> = {
  ...{ routes, keys, admin },
  ...{ 'event grid': eventGrid, 'durable management': management, 'durable client': client },
};
