import { z } from 'zod';
import type { Graph } from '../../graph/client';
import type { SendResult } from '../../ports/channels';
import { failureOfStatus } from '../send-failure';
import type { OpenedFile } from './opened-files';

const MB = 1024 * 1024;
/** From here on Graph takes a file by an upload session alone (https://learn.microsoft.com/graph/outlook-large-attachments). */
const SMALL_BYTES = 3 * MB;
/** At most 4 MB at a time. */
const PART_BYTES = 3 * MB;

const sessionSchema = z.object({ uploadUrl: z.url({ protocol: /^https$/ }) });

/** Attaches files to a draft. Undefined once all are there; else why the mail is not sent. */
export async function attachAll(
  graph: Graph,
  draft: string,
  files: readonly OpenedFile[],
): Promise<SendResult | undefined> {
  for (const file of files) {
    const status = await (file.content.byteLength < SMALL_BYTES ? attach : upload)(graph, draft, file);
    if (status !== 201) return failureOfStatus(status);
  }
  return undefined;
}

async function attach(graph: Graph, draft: string, { name, contentType, content }: OpenedFile): Promise<number> {
  const { status } = await graph.send({
    method: 'POST',
    path: `${draft}/attachments`,
    body: {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name,
      contentType,
      contentBytes: Buffer.from(content).toString('base64'),
    },
  });
  return status;
}

/** The answer to the last part: 201; to those before it 200. */
async function upload(graph: Graph, draft: string, { name, contentType, content }: OpenedFile): Promise<number> {
  const total = content.byteLength;
  const begun = await graph.send({
    method: 'POST',
    path: `${draft}/attachments/createUploadSession`,
    body: { AttachmentItem: { attachmentType: 'file', name, contentType, size: total } },
  });
  if (begun.status !== 201) return begun.status;
  const { uploadUrl: link } = sessionSchema.parse(JSON.parse(begun.text));
  for (let from = 0; from < total; from += PART_BYTES) {
    const part = content.subarray(from, Math.min(from + PART_BYTES, total));
    const { status } = await graph.upload({ link, content: part, from, total });
    const isLast = from + PART_BYTES >= total;
    if (status !== (isLast ? 201 : 200)) return status < 300 ? 500 : status;
  }
  return 201;
}
