import { openWorkbench, publisher, settled, toFunction, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
});
afterEach(() => bench.close());

/** The example of https://learn.microsoft.com/azure/event-grid/input-mappings. */
const published = {
  myEventTypeField: 'Created',
  resource: 'Users/example/Messages/1000',
  resourceData: { someDataField1: 'SomeDataFieldValue' },
};
const send = (events: Record<string, unknown>[]) => publisher(bench, 'own', 'Custom').send(events);
const bodyTo = (name: string): unknown =>
  JSON.parse(bench.received.find(({ path }) => path.includes(name))?.body ?? 'null');

describe('a topic of the publisher’s own schema', () => {
  test('delivers what its mapping makes of an event, or the event as it was', async () => {
    await bench.grid.subscribe(toFunction('own', 'mapped'));
    await bench.grid.subscribe(toFunction('own', 'asWritten', { eventDeliverySchema: 'CustomInputSchema' }));
    await bench.grid.subscribe(toFunction('own', 'cloudy', { eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    await send([published]);
    await settled(bench);
    expect(bodyTo('mapped')).toEqual([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        eventTime: '2026-10-05T12:00:00.000Z',
        eventType: 'Created',
        dataVersion: '1.0',
        metadataVersion: '1',
        topic: '/topics/own',
        subject: 'DefaultSubject',
        data: published,
      },
    ]);
    expect(bodyTo('asWritten')).toEqual([published]);
    expect(bodyTo('cloudy')).toMatchObject({ type: 'Created', subject: 'DefaultSubject', data: published });
  });

  test('is filtered by what is mapped and by what was written', async () => {
    await bench.grid.subscribe(
      toFunction('own', 'mine', {
        filter: {
          includedEventTypes: ['Created'],
          subjectBeginsWith: '/orders/',
          advancedFilters: [
            { operatorType: 'StringIn', key: 'data.resourceData.someDataField1', values: ['SomeDataFieldValue'] },
          ],
        },
      }),
    );
    await send([
      published,
      { ...published, about: '/orders/1' },
      { ...published, about: '/orders/2', resourceData: {} },
    ]);
    await settled(bench);
    expect(bench.received).toHaveLength(1);
    expect(bodyTo('mine')).toMatchObject([{ subject: '/orders/1' }]);
  });

  test('refuses an event of which the mapping makes none, and takes nothing of the array', async () => {
    await bench.grid.subscribe(toFunction('own', 'mapped'));
    await expect(send([published, { resource: 'x' }])).rejects.toMatchObject({ statusCode: 400 });
    await settled(bench);
    expect(bench.received).toEqual([]);
  });

  test.each(['acs', 'waiting', 'cloud'])('is not what %s is: its events have no other shape', async (topic) => {
    const wanted = toFunction(topic, 'asWritten', { eventDeliverySchema: 'CustomInputSchema' });
    expect(await bench.grid.subscribe(wanted)).toMatchObject({ kind: 'refused' });
  });
});
