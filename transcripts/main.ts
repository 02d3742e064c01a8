import { composeListener, readTranscriptsSettings } from './compose';
import { listenToCalls } from './server';

/** The container that writes down what is said in calls. Functions cannot host a WebSocket; without it nothing is written down, and all else works. */
async function main(): Promise<void> {
  const settings = readTranscriptsSettings(process.env);
  const listener = await listenToCalls(composeListener(settings), settings.PORT);
  process.stdout.write(`${JSON.stringify({ port: listener.port })}\n`);
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await listener.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
