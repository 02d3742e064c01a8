// A lifecycle as short as an interaction's can be: begin, wait to be told, end.
const df = require('durable-functions');

df.app.orchestration('lifecycle', function* (context) {
  yield context.df.callActivity('step', 'begin');
  yield context.df.waitForExternalEvent('told');
  yield context.df.callActivity('step', 'end');
});
df.app.activity('step', { handler: (name) => name });
