import { goodToken, openWorkbench } from '../../local/blob/workbench.testsuite';
import { answered, createTestbed } from '../../local/communication/calls/testbed.testsuite';

/** Two emulators by their public protocols alone: what the one records, the other keeps. */
test('a recording lies in a container of ours, as a WAV file with what is told of it', async () => {
  const storage = await openWorkbench();
  const { post, server, container } = storage;
  const bed = await createTestbed({ storage: { post, token: async () => goodToken } });
  const { properties } = await answered(bed);
  const recordings = bed.client.getCallRecording();
  const { recordingId } = await recordings.start({
    callConnectionId: properties.callConnectionId ?? '',
    recordingStorage: {
      recordingStorageKind: 'azureBlobStorage',
      recordingDestinationContainerUrl: `${server.url}/contoso/files`,
    },
  });
  await bed.advance(1_000);
  await recordings.stop(recordingId);
  await bed.advance(5_000);
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  const [wav, json] = ['.wav', '.json'].map((end) => names.find((name) => name.endsWith(end)) ?? '');
  const content = await container.getBlobClient(wav ?? '').downloadToBuffer();
  expect(content.subarray(0, 4).toString()).toBe('RIFF');
  expect(content).toHaveLength(44 + 32_000);
  expect(JSON.parse(await storage.textOf(json ?? ''))).toMatchObject({ chunkDocumentId: recordingId });
  const event = JSON.stringify(bed.grid.at(-1)?.data);
  expect(event).toContain(`${server.url}/contoso/files/${wav}`);
  await bed.close();
  await storage.close();
});
