import type { LocalRequest, LocalResponse } from '../kit/http';
import { metadataOf } from '../kit/storage/metadata';
import { presentBlob, refuseUnknown, type BlobName } from './blob-operations';
import { requireForWrite } from './conditions';
import { requireLease } from './leases';
import type { Records } from './records';
import { requireOnline } from './tiers';
import { versionHeaders } from './version';

/** Snapshot Blob. */
export async function createSnapshot(records: Records, of: BlobName, request: LocalRequest): Promise<LocalResponse> {
  const { headers } = request;
  refuseUnknown(headers);
  const blob = presentBlob(records, of);
  requireForWrite(headers, blob);
  requireLease(headers['x-ms-lease-id'], { lease: blob.lease, now: records.now(), kind: 'Blob', isWrite: false });
  requireOnline(blob, records.now());
  const own = metadataOf(request);
  const taken = await records.takeSnapshot(blob, Object.keys(own).length === 0 ? undefined : own);
  return {
    status: 201,
    headers: { ...versionHeaders(taken), 'x-ms-snapshot': taken.snapshot, 'x-ms-request-server-encrypted': 'false' },
    body: '',
  };
}
