import { EventGridPublisherClient } from '@azure/eventgrid';
import { openWorkbench, publisher, type Workbench } from '../../../local/event-grid/workbench.testsuite';
import { coverSurface } from './surface';

const LONG_TO_CONNECT = 60_000;
let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
}, LONG_TO_CONNECT);
afterAll(() => bench.close());

coverSurface('EventGridPublisherClient', EventGridPublisherClient, {
  calls: {
    send: () =>
      publisher(bench, 'waiting', 'EventGrid').send([
        { eventType: 'a', subject: 's', dataVersion: '1', data: { n: 1 } },
      ]),
  },
});
