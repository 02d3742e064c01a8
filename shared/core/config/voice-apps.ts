import type { Channel } from '../lib/channel';
import { REACHES_VOICE_APPS } from './capabilities';
import { itemsOf, type Located, type Report } from './collect';
import type { CompiledConfig, EntryPoint } from './compiled';
import type { ConfigSource } from './document';
import { isSoftphoneEntry } from './softphone-entry';
import type { VoiceAppSource } from './voice-app-source';

/** A contact, by what says who carries it. */
interface Reached {
  readonly channel: Channel;
  readonly ourAddress: string;
}

/** The Teams auto attendants and call queues to which this customer can be brought; none where the voice profile cannot. */
export function voiceAppsFor(
  { voiceApps }: Pick<CompiledConfig, 'voiceApps'>,
  { channel, ourAddress }: Reached,
): readonly VoiceAppSource[] {
  if (channel !== 'voice') return [];
  // Numbers of Communication Services and of a trunk are carried alike.
  const profile = isSoftphoneEntry({ channel, address: ourAddress }) ? 'teamsPhone' : 'acsNumber';
  return REACHES_VOICE_APPS.cannot[profile] === undefined ? [...voiceApps.values()] : [];
}

/** Communication Services writes object ids in lower case. */
export const compileVoiceApp = ({ value }: Located<VoiceAppSource>): VoiceAppSource => ({
  ...value,
  objectId: value.objectId.toLowerCase(),
});

/** Each account once, and none of those whose calls come to us: a customer would go in a circle. */
export function checkVoiceApps(
  source: ConfigSource,
  entryPoints: ReadonlyMap<string, EntryPoint>,
  report: Report,
): void {
  const ours = new Set([...entryPoints.values()].map(({ address }) => address));
  const seen = new Set<string>();
  for (const item of itemsOf(source, 'voiceApps')) {
    const objectId = item.value.objectId.toLowerCase();
    if (ours.has(`28:orgid:${objectId}`))
      refuse(item, `calls to '${objectId}' come to us: it is an entry point`, report);
    if (seen.has(objectId)) refuse(item, `'${objectId}' is another voice app's already`, report);
    seen.add(objectId);
  }
}

const refuse = (item: Located<VoiceAppSource>, why: string, report: Report): void =>
  report('duplicateAddress', item, ['objectId'], why);
