import { FlowError, type FlowErrorCode } from '../shared/flows/lib/flow-error';
import { problem as schema } from '../shared/contracts/http/problem';
import { done, failure, problem, refusedToken } from './respond';

test('an answer is 200 with its body, nothing is 204 without', () => {
  expect(done({ a: 1 })).toEqual({ status: 200, jsonBody: { a: 1 } });
  expect(done(undefined)).toEqual({ status: 204 });
});

test.each<[FlowErrorCode, number]>([
  ['invalid', 400],
  ['notYours', 403],
  ['notFound', 404],
  ['refused', 409],
  ['gone', 410],
  ['impossible', 500],
  ['contended', 503],
  ['unavailable', 503],
])('a flow that fails as %s answers %i, as a problem document', (code, status) => {
  const response = failure(new FlowError(code, 'Because.'));
  expect(response.status).toBe(status);
  expect(response.headers).toMatchObject({ 'content-type': 'application/problem+json' });
  expect(schema.parse(response.jsonBody)).toMatchObject({ code, status, type: `urn:switchboard:problem:${code}` });
});

test('what went wrong inside stays inside', () => {
  const text = JSON.stringify([
    failure(new Error('secret of a library')),
    failure(new FlowError('impossible', 'secret of a flow')),
    failure('secret text'),
  ]);
  expect(text).not.toContain('secret');
  expect(text).not.toContain(' at ');
});

test('details of a refusal are listed', () => {
  const details = [{ path: 'queues.yaml:3', message: 'there is no such queue' }];
  expect(failure(new FlowError('invalid', 'Refused.', details)).jsonBody).toMatchObject({ errors: details });
});

test('whoever may try again is told when; whoever needs a token is told which kind', () => {
  expect(problem('unavailable').headers).toMatchObject({ 'retry-after': '2' });
  expect(problem('unauthenticated').headers).toMatchObject({ 'www-authenticate': 'Bearer' });
});

test('keys that cannot be fetched are our trouble; every other refusal looks the same', () => {
  expect(refusedToken('keysUnavailable').status).toBe(503);
  expect(refusedToken('expired')).toEqual(refusedToken('signature'));
});
