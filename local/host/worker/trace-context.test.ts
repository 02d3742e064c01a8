import { traceContextOf } from './trace-context';
import { json, text } from './typed-data';

const SENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const header = (value: string) => ({ traceparent: { value }, tracestate: { value: 'a=b' } });
const ofTrace = /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/;

test('a request goes on with the trace that it was sent in, by the invocation or by streams', () => {
  const called = { inputData: [{ name: 'request', data: { http: { nullableHeaders: header(SENT) } } }] };
  const streamed = {
    inputData: [{ name: 'request', data: { http: {} } }],
    triggerMetadata: { Headers: json({ traceparent: SENT, tracestate: 'a=b' }) },
  };
  for (const one of [called, streamed])
    expect(traceContextOf(one)).toMatchObject({ traceParent: expect.stringMatching(ofTrace), traceState: 'a=b' });
});

test.each([
  ['a request that names none', { http: { nullableHeaders: {} } }],
  ['a request that names what is none', { http: { nullableHeaders: header('00-xyz') } }],
  ['anything else', text('{"traceparent":1}')],
])('%s begins a new one', (_, data) => {
  const traces = [1, 2].map(() => traceContextOf({ inputData: [{ name: 'it', data }] }).traceParent);
  for (const one of traces) expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(traces[0]).not.toBe(traces[1]);
});
