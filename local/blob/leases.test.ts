import { randomUUID } from 'node:crypto';
import { code, NOON, openWorkbench, type Workbench } from './workbench.testsuite';

let bench: Workbench;
beforeEach(async () => {
  bench = await openWorkbench();
  await bench.put('a', '1');
});
afterEach(() => bench.close());

const SECOND = 1000;
const OURS = randomUUID();
const THEIRS = randomUUID();
const blob = () => bench.container.getBlockBlobClient('a');
const lease = (id: string = OURS) => blob().getBlobLeaseClient(id);
const write = (leaseId?: string) => code(blob().upload('2', 1, { conditions: leaseId ? { leaseId } : {} }));
const state = async () => {
  const { leaseState, leaseStatus, leaseDuration } = await blob().getProperties();
  return [leaseState, leaseStatus, leaseDuration];
};

describe('whoever holds the lease of a blob', () => {
  test('is alone in writing and deleting it, while all may read', async () => {
    expect((await lease().acquireLease(15)).leaseId).toBe(OURS);
    expect(await state()).toEqual(['leased', 'locked', 'fixed']);
    expect(await write()).toBe('LeaseIdMissing');
    expect(await write(THEIRS)).toBe('LeaseIdMismatchWithBlobOperation');
    expect(await code(blob().setMetadata({ a: 'b' }))).toBe('LeaseIdMissing');
    expect(await code(blob().delete())).toBe('LeaseIdMissing');
    expect(await code(blob().stageBlock('AAAA', '1', 1))).toBe('LeaseIdMissing');
    expect(await bench.textOf('a')).toBe('1');
    expect(await write(OURS)).toBe('done');
    expect(await state()).toEqual(['leased', 'locked', 'fixed']);
    expect(await code(blob().delete({ conditions: { leaseId: OURS } }))).toBe('done');
  });

  test('may take it again for another time, others may not take it', async () => {
    await lease().acquireLease(15);
    expect(await code(lease(THEIRS).acquireLease(15))).toBe('LeaseAlreadyPresent');
    expect(await code(lease().acquireLease(-1))).toBe('done');
    expect(await state()).toEqual(['leased', 'locked', 'infinite']);
  });

  test('loses it when its time is over, and may renew it unless the blob was written', async () => {
    await lease().acquireLease(15);
    bench.clock.stepTo(NOON + 15 * SECOND);
    expect(await state()).toEqual(['expired', 'unlocked', undefined]);
    expect(await write(OURS)).toBe('LeaseLost');
    expect(await code(lease().renewLease())).toBe('done');
    bench.clock.stepTo(NOON + 30 * SECOND);
    expect(await write()).toBe('done');
    expect(await state()).toEqual(['available', 'unlocked', undefined]);
    expect(await code(lease().renewLease())).toBe('LeaseIdMismatchWithLeaseOperation');
    expect(await write(OURS)).toBe('LeaseNotPresentWithBlobOperation');
  });

  test('may hand it to another id, and give it back', async () => {
    await lease().acquireLease(-1);
    expect(await code(lease(THEIRS).releaseLease())).toBe('LeaseIdMismatchWithLeaseOperation');
    await lease().changeLease(THEIRS);
    expect(await write(OURS)).toBe('LeaseIdMismatchWithBlobOperation');
    await lease(THEIRS).releaseLease();
    expect(await state()).toEqual(['available', 'unlocked', undefined]);
    expect(await code(lease().changeLease(THEIRS))).toBe('LeaseNotPresentWithLeaseOperation');
  });
});

describe('a lease that is broken', () => {
  test('lasts for the break period, and is not renewed', async () => {
    await lease().acquireLease(60);
    expect((await lease().breakLease(20)).leaseTime).toBe(20);
    expect(await state()).toEqual(['breaking', 'locked', undefined]);
    expect(await code(lease(THEIRS).acquireLease(15))).toBe('LeaseAlreadyPresent');
    expect(await code(lease().acquireLease(15))).toBe('LeaseIsBreakingAndCannotBeAcquired');
    expect(await code(lease().changeLease(THEIRS))).toBe('LeaseIsBreakingAndCannotBeChanged');
    bench.clock.stepTo(NOON + 5 * SECOND);
    expect((await lease().breakLease(60)).leaseTime).toBe(15);
    bench.clock.stepTo(NOON + 20 * SECOND);
    expect(await state()).toEqual(['broken', 'unlocked', undefined]);
    expect(await code(lease().renewLease())).toBe('LeaseIsBrokenAndCannotBeRenewed');
    expect(await write(OURS)).toBe('LeaseLost');
    expect(await code(lease(THEIRS).acquireLease(15))).toBe('done');
  });

  test('without a period lasts for what remains of it, one without end ends at once', async () => {
    await lease().acquireLease(60);
    bench.clock.stepTo(NOON + 10 * SECOND);
    expect((await lease().breakLease(undefined as never)).leaseTime).toBe(50);
    await lease().releaseLease();
    await lease().acquireLease(-1);
    expect((await lease().breakLease(undefined as never)).leaseTime).toBe(0);
  });
});

test('a lease outlives the process', async () => {
  await lease().acquireLease(-1);
  bench = await bench.reopen();
  expect(await write()).toBe('LeaseIdMissing');
});

test('a container under a lease is deleted by its holder alone; its blobs are written by all', async () => {
  const held = bench.container.getBlobLeaseClient(OURS);
  await held.acquireLease(-1);
  expect(await bench.container.getProperties()).toMatchObject({ leaseState: 'leased', leaseDuration: 'infinite' });
  expect(await write()).toBe('done');
  expect(await code(bench.container.delete())).toBe('LeaseIdMissing');
  expect(await code(bench.container.delete({ conditions: { leaseId: THEIRS } }))).toBe(
    'LeaseIdMismatchWithContainerOperation',
  );
  expect(await code(bench.container.delete({ conditions: { leaseId: OURS } }))).toBe('done');
});

test('a lease lasts 15 to 60 seconds or without end, and its id is a GUID', async () => {
  expect(await code(lease().acquireLease(14))).toBe('InvalidHeaderValue');
  expect(await code(lease().acquireLease(61))).toBe('InvalidHeaderValue');
  expect(await code(lease('ours').acquireLease(15))).toBe('InvalidHeaderValue');
  expect(await code(lease().breakLease(61))).toBe('InvalidHeaderValue');
  expect(await code(bench.container.getBlobClient('none').getBlobLeaseClient().acquireLease(15))).toBe('BlobNotFound');
});

test('the list of blobs tells their leases', async () => {
  await lease().acquireLease(15);
  for await (const { properties } of bench.container.listBlobsFlat())
    expect(properties).toMatchObject({ leaseState: 'leased', leaseStatus: 'locked', leaseDuration: 'fixed' });
});
