// A lifecycle as short as an interaction's can be: three steps, a wait to be told, a short timer, the end.
const { app } = require('@azure/functions');
const df = require('durable-functions');

const TIMER_MS = 50;

df.app.orchestration('lifecycle', function* (context) {
  for (const name of ['one', 'two', 'three']) yield context.df.callActivity('step', name);
  yield context.df.waitForExternalEvent('told');
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + TIMER_MS));
});
df.app.activity('step', { handler: (name) => name });

/** Starts and tells one by the SDK's client, over the management API. */
app.http('begin', {
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const id = await client.startNew('lifecycle');
    await client.raiseEvent(id, 'told', true);
    return { body: id };
  },
});
