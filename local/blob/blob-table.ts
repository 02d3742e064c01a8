// cspell:ignore appendblock pagelist restype
import {
  blobMetadata,
  changeBlob,
  deleteBlob,
  getBlob,
  headBlob,
  leaseBlob,
  putBlockBlob,
  type BlobName,
} from './blob-operations';
import { getBlockList, putBlock, putBlockList } from './block-operations';
import { abortCopy, copyBlob, putBlobFromUrl, putBlockFromUrl } from './copy-operations';
import { appendBlock, appendBlockFromUrl, createAppendBlob, sealBlob } from './append-operations';
import { accountInformation, ANY, entry, sourced, type Entry } from './operation-entry';
import { createPageBlob, getPageRanges, putPages, putPagesFromUrl } from './page-operations';
import { createSnapshot } from './snapshot-operations';
import { setTier } from './tier-operations';
import { getTags, setTags } from './tag-operations';

/** Operations of a blob by method, where the content comes from, `restype` and `comp`. */
export const BLOB: Readonly<Record<string, Entry<BlobName>>> = {
  'PUT BlockBlob': entry('cw', putBlockBlob),
  'PUT AppendBlob': entry('cw', createAppendBlob),
  'PUT comp=appendblock': entry('aw', appendBlock),
  'PUT from URL comp=appendblock': sourced('aw', appendBlockFromUrl),
  'PUT PageBlob': entry('cw', createPageBlob),
  'PUT comp=page': entry('w', putPages),
  'PUT from URL comp=page': sourced('w', putPagesFromUrl),
  'GET comp=pagelist': entry('r', getPageRanges),
  'PUT comp=seal': entry('aw', sealBlob),
  'PUT from URL': sourced('cw', putBlobFromUrl),
  'PUT copy': sourced('cw', copyBlob),
  'PUT comp=copy': entry('w', abortCopy),
  GET: entry('r', getBlob),
  HEAD: entry('r', headBlob),
  DELETE: entry('d', deleteBlob),
  'GET comp=metadata': entry('r', blobMetadata),
  'HEAD comp=metadata': entry('r', blobMetadata),
  'PUT comp=metadata': entry('w', (records, of, request) => changeBlob(records, of, request, 'metadata')),
  'PUT comp=properties': entry('w', (records, of, request) => changeBlob(records, of, request, 'properties')),
  'PUT comp=lease': entry('w', leaseBlob),
  'PUT comp=block': entry('cw', putBlock),
  'PUT from URL comp=block': sourced('cw', putBlockFromUrl),
  'PUT comp=blocklist': entry('cw', putBlockList),
  'GET comp=blocklist': entry('r', getBlockList),
  'PUT comp=snapshot': entry('cw', createSnapshot),
  'PUT comp=tier': entry('w', setTier),
  'GET comp=tags': entry('t', getTags),
  'PUT comp=tags': entry('t', setTags),
  'GET restype=account comp=properties': ['', ANY, accountInformation],
  'HEAD restype=account comp=properties': ['', ANY, accountInformation],
};

/** Those that a snapshot can be asked for as well. */
export const OF_SNAPSHOTS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'DELETE',
  'GET comp=metadata',
  'HEAD comp=metadata',
  'GET comp=blocklist',
  'GET comp=pagelist',
  'GET comp=tags',
  'PUT comp=tags',
  'PUT comp=tier',
]);
