import { z } from 'zod';
import type { LocalAzure } from '../azure';
import { TeamsRefusal } from '../teams/agents';
import { EMPTY, get, post, refusedBy, type Operation } from './operation';
import { personOf } from './people';

/** What the agent's own Teams client says, and what everybody sees of it. */
function presenceOperations(azure: LocalAzure): readonly Operation[] {
  const { presence } = azure.cloud.graph;
  const id = (params: Readonly<Record<string, string>>) => personOf(azure, params['agent']);
  return [
    get('getPresence', '/_local/agents/{agent}/presence', 'What everybody sees of the agent in Teams.', ({ params }) =>
      presence.of(id(params)),
    ),
    post(
      'setPresence',
      '/_local/agents/{agent}/presence',
      'The agent’s Teams client says so: `Busy` with `InACall`, `DoNotDisturb`, `Offline` …',
      z.object({ availability: z.string(), activity: z.string().optional() }),
      async ({ params, body: { availability, activity } }) => {
        await presence.set(id(params), availability, activity);
        return presence.of(id(params));
      },
    ),
  ];
}

/** Agents' Teams: their chat with the bot. */
export function teamsOperations(azure: LocalAzure): readonly Operation[] {
  const { agents } = azure.cloud.teams;
  const id = (params: Readonly<Record<string, string>>) => personOf(azure, params['agent']);
  return [
    get('listAgents', '/_local/agents', 'The agents of the organisation.', () => ({
      agents: azure.organisation.agents,
    })),
    get('getTeamsChat', '/_local/agents/{agent}/chat', 'The agent’s chat with the bot as it looks now.', ({ params }) =>
      agents.chat(id(params)),
    ),
    get(
      'getTeamsTranscript',
      '/_local/agents/{agent}/transcript',
      'All that was ever sent, changed or pressed in it.',
      ({ params }) => ({
        entries: agents.transcript(id(params)),
      }),
    ),
    post(
      'writeInTeams',
      '/_local/agents/{agent}/chat/messages',
      'The agent writes.',
      z.object({ text: z.string() }),
      ({ params, body }) => guarded(() => agents.write(id(params), body.text)),
    ),
    post(
      'attachInTeams',
      '/_local/agents/{agent}/chat/files',
      'The agent writes with files; one without a name is a picture that is pasted.',
      z.object({
        text: z.string().default(''),
        files: z.array(z.object({ name: z.string().nullable(), contentBase64: z.base64() })).min(1),
      }),
      ({ params, body: { text, files } }) =>
        guarded(() =>
          agents.attach(
            id(params),
            text,
            files.map(({ name, contentBase64 }) => ({ name, content: Buffer.from(contentBase64, 'base64') })),
          ),
        ),
    ),
    post(
      'replyInTeams',
      '/_local/agents/{agent}/chat/messages/{activity}/replies',
      'The agent replies to a message.',
      z.object({ text: z.string() }),
      ({ params, body }) => guarded(() => agents.reply(id(params), params['activity'] ?? '', body.text)),
    ),
    post(
      'editInTeams',
      '/_local/agents/{agent}/chat/messages/{activity}/edit',
      'The agent changes a message of theirs.',
      z.object({ text: z.string() }),
      ({ params, body }) => guarded(() => agents.edit(id(params), params['activity'] ?? '', body.text)),
    ),
    post(
      'removeInTeams',
      '/_local/agents/{agent}/chat/messages/{activity}/remove',
      'The agent takes a message of theirs away.',
      EMPTY,
      ({ params }) => guarded(() => agents.remove(id(params), params['activity'] ?? '')),
    ),
    post(
      'pressCard',
      '/_local/agents/{agent}/chat/messages/{activity}/press',
      'The agent presses a button of a card.',
      z.object({ verb: z.string(), inputs: z.record(z.string(), z.string()).optional() }),
      ({ params, body: { verb, inputs } }) =>
        guarded(() => agents.press(id(params), params['activity'] ?? '', { verb, ...(inputs ? { inputs } : {}) })),
    ),
    ...presenceOperations(azure),
    ...botOperations(azure),
  ];
}

function botOperations(azure: LocalAzure): Operation[] {
  const { agents } = azure.cloud.teams;
  const id = (params: Readonly<Record<string, string>>) => personOf(azure, params['agent']);
  return [
    post(
      'installBot',
      '/_local/agents/{agent}/bot/install',
      'The bot is installed for the agent.',
      EMPTY,
      ({ params }) => guarded(() => agents.install(id(params))),
    ),
    post('uninstallBot', '/_local/agents/{agent}/bot/uninstall', 'The agent removes the bot.', EMPTY, ({ params }) =>
      guarded(() => agents.uninstall(id(params))),
    ),
    post(
      'blockBot',
      '/_local/agents/{agent}/bot/block',
      'The agent blocks the bot, which is not told.',
      EMPTY,
      ({ params }) => guarded(() => agents.block(id(params))),
    ),
    post(
      'unblockBot',
      '/_local/agents/{agent}/bot/unblock',
      'The agent lets the bot write again.',
      EMPTY,
      ({ params }) => guarded(() => agents.unblock(id(params))),
    ),
  ];
}

/** What the Teams client does not let its user do. */
const guarded = refusedBy(TeamsRefusal);
