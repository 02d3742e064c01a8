import { tenantIdOf } from '../../shared/core/lib/ids';
import { readChatEntry } from '../../shared/flows/customers/chat-entry';
import { putChatFile, readChatFile } from '../../shared/flows/customers/chat-files';
import { threadOf } from '../../shared/flows/customers/chat-thread';
import { leaveChat } from '../../shared/flows/customers/leave-chat';
import { readChat, writeInChat } from '../../shared/flows/customers/own-chat';
import { rateChat } from '../../shared/flows/customers/rate-chat';
import { startChat } from '../../shared/flows/customers/start-chat';
import { askForTranscript, mailTranscript } from '../../shared/flows/customers/mail-transcript';
import { customerTypes } from '../../shared/flows/customers/type-in-chat';
import { fileAnswer, fileIn } from '../body';
import { customerFiles, customerOperation, publicOperation } from '../operations';

/** A customer's browser starts a chat, writes and reads in one of our own, and leaves it. */
export function registerChats(): void {
  publicOperation('getChatEntry', ({ deps }, { query }) =>
    readChatEntry(deps, tenantIdOf(query.tenantId), query.entryPoint),
  );
  publicOperation('startChat', ({ deps }, { body }, { clientAddress }) =>
    startChat(deps, { ...body, tenantId: tenantIdOf(body.tenantId) }, clientAddress),
  );
  publicOperation('leaveChat', async ({ deps }, { params, body }) => {
    await leaveChat(deps, params.threadId, body.userId);
    return undefined;
  });
  customerOperation('sendChatMessage', ({ deps }, writer, { body }) => writeInChat(deps, writer, body));
  customerOperation('readChat', ({ deps }, writer, { query }) => readChat(deps, writer, query.after));
  customerOperation('listenToChat', async ({ deps }, writer) => {
    const { threadId } = await threadOf(deps, writer);
    return deps.live.connect({ kind: 'chat', threadId });
  });
  customerOperation('typeInChat', async ({ deps }, writer) => {
    await customerTypes(deps, writer);
    return undefined;
  });
  customerOperation('rateChat', async ({ deps }, writer, { body }) => {
    await rateChat(deps, writer, body);
    return undefined;
  });
  registerFiles();
  registerTranscripts();
}

function registerFiles(): void {
  customerFiles('putChatFile', async ({ deps }, writer, { query }, request) => ({
    status: 200,
    jsonBody: await putChatFile(deps, writer, { ...query, content: await fileIn(request) }),
  }));
  customerFiles('getChatFile', async ({ deps }, writer, { params }) => {
    const { file, content } = await readChatFile(deps, writer, params.fileId);
    return fileAnswer(file, content);
  });
}

function registerTranscripts(): void {
  customerOperation('askForTranscript', async ({ deps }, writer, { body }, { clientAddress }) => {
    await askForTranscript(deps, writer, body, clientAddress);
    return undefined;
  });
  customerOperation('mailTranscript', async ({ deps }, writer, { body }) => {
    await mailTranscript(deps, writer, body);
    return undefined;
  });
}
