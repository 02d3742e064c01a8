import {
  CAPABILITIES,
  noCallsBecause,
  PLACES,
  PROFILES_OF,
  VOICE_PROFILES,
  WRITTEN_CAPABILITIES,
  type Capability,
} from './capabilities';
import { INTEGRATION_MODELS } from './document';

/** docs/integration-models.md: written from the table, never by hand. */
export function integrationModelsPage(): string {
  return [
    '# Integration models',
    'Written from `shared/core/config/capabilities.ts`, which the configuration is checked by. What is written (chat, texts, mail) does not depend on the model.',
    table(
      ['model', ...VOICE_PROFILES.map((profile) => `\`${profile}\``), 'calls'],
      INTEGRATION_MODELS.map((model) => [
        `\`${model}\``,
        ...VOICE_PROFILES.map((profile) => (PROFILES_OF[model].includes(profile) ? 'yes' : 'no')),
        noCallsBecause(model) ?? 'come to Switchboard',
      ]),
    ),
    '## What calls can do',
    '`acsNumber`: a number of Communication Services. `trunk`: the organisation’s own number over its session border controller. `teamsPhone`: a Teams resource account with Teams Phone extensibility, whose calls ring in the desk.',
    table(
      ['', ...VOICE_PROFILES.map((profile) => `\`${profile}\``), 'shown by'],
      CAPABILITIES.map((one) => [
        one.what,
        ...VOICE_PROFILES.map((profile) => cell(one.cannot[profile])),
        link(one.shownBy),
      ]),
    ),
    '## What is written',
    'In every model. `desk`: the tab in Teams, or its page. `bot`: the chat with the bot, where the tenant has it carry everything.',
    table(
      ['', ...PLACES.map((place) => `\`${place}\``), 'shown by'],
      WRITTEN_CAPABILITIES.map((one) => [
        one.what,
        ...PLACES.map((place) => cell(one.cannot[place])),
        link(one.shownBy),
      ]),
    ),
    '',
  ].join('\n\n');
}

const cell = (why: string | undefined): string => (why === undefined ? 'yes' : `no: ${why}`);

const link = (shownBy: Capability['shownBy']): string => (shownBy === null ? '' : `[${shownBy}](../${shownBy})`);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
