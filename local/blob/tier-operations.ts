import type { LocalRequest, LocalResponse } from '../kit/http';
import { presentBlob, type BlobName } from './blob-operations';
import { requireForWrite } from './conditions';
import { requireKind } from './kinds';
import { requireLease } from './leases';
import type { Records } from './records';
import { changedTier } from './tiers';

/** Set Blob Tier: no new version; what comes out of the archive is accepted and takes its time. */
export async function setTier(records: Records, of: BlobName, { headers }: LocalRequest): Promise<LocalResponse> {
  const blob = presentBlob(records, of);
  requireForWrite(headers, blob);
  requireLease(headers['x-ms-lease-id'], { lease: blob.lease, now: records.now(), kind: 'Blob', isWrite: false });
  requireKind(blob, 'BlockBlob');
  const tier = changedTier(blob.tier, headers, records.now());
  await records.keep({ ...blob, tier });
  return { status: tier.rehydration === undefined ? 200 : 202, body: '' };
}
