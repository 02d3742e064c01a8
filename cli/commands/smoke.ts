import { randomUUID } from 'node:crypto';
import type { Cli } from '../cli';
import { openConversation } from '../conversation';
import { stampOf, type StampOptions } from '../stamp';
import { CliError } from '../told';

interface SmokeOptions extends StampOptions {
  readonly chat?: string;
  readonly within: string;
}

/** `switchboard smoke`: a customer's chat with a stamp, from outside. */
export function addSmoke({ program, terminal, answer }: Cli): void {
  program
    .command('smoke')
    .summary('talk with a stamp as a customer does')
    .description(
      'Starts a chat as a customer, writes a word, waits for the answer of the flow and leaves. Exit code 7 when no answer comes.',
    )
    .argument('<tenant>', 'the id of the tenant')
    .option('--chat <key>', 'its chat entry point (<tenant>-web)')
    .option('--within <seconds>', 'how long an answer may take', '30')
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (tenantId: string, { chat, within, ...options }: SmokeOptions) => {
        const patienceMs = Number(within) * 1_000;
        if (!(patienceMs > 0)) throw new CliError('usage', '--within is a number of seconds.');
        const stamp = stampOf(terminal, options);
        const entryPoint = chat ?? `${tenantId}-web`;
        const connection = await stamp.ask('startChat', {
          params: {},
          body: { tenantId, entryPoint, customerName: 'Smoke test', key: randomUUID() },
        });
        const conversation = await openConversation(stamp, connection);
        try {
          await conversation.say('Hello');
          const heard = await conversation.hear(patienceMs);
          if (heard === undefined)
            throw new CliError(
              'incomplete',
              `Nobody answered within ${within} s: are the event subscriptions there, and does the workbook show failures?`,
            );
          return {
            exit: 'done',
            json: { tenant: tenantId, answered: heard.text, afterMs: heard.afterMs },
            lines: (paint) => [`${paint('green', 'answered')} after ${String(heard.afterMs)} ms: ${heard.text}`],
          };
        } finally {
          // Nobody shall find a customer of ours waiting.
          const { threadId, userId } = connection;
          await stamp.ask('leaveChat', { params: { threadId }, body: { userId } });
        }
      }),
    );
}
