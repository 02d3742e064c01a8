import type { Channel } from '../lib/channel';
import { REACHES_VOICE_APPS } from './capabilities';
import { byId, itemsOf, mapValues, type Located, type Report } from './collect';
import type { CompiledConfig, EntryPoint } from './compiled';
import type { ConfigSource } from './document';
import { isSoftphoneEntry, resourceAccountIn } from './softphone-entry';
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

/**
 * Those of a tenant, with object ids in lower case, as Communication Services writes them. Each account once, and none of
 * those whose calls come to us: a customer would go in a circle.
 */
export function compileVoiceApps(
  source: ConfigSource,
  entryPoints: ReadonlyMap<string, EntryPoint>,
  report: Report,
): ReadonlyMap<string, VoiceAppSource> {
  const apps = byId(itemsOf(source, 'voiceApps'), report);
  const ours = new Set([...entryPoints.values()].map(({ address }) => resourceAccountIn(address)));
  const seen = new Set<string>();
  return mapValues(apps, (item) => {
    const objectId = item.value.objectId.toLowerCase();
    if (ours.has(objectId)) refuse(item, `calls to '${objectId}' come to us: it is an entry point`, report);
    if (seen.has(objectId)) refuse(item, `'${objectId}' is another voice app's already`, report);
    seen.add(objectId);
    return { ...item.value, objectId };
  });
}

const refuse = (item: Located<VoiceAppSource>, why: string, report: Report): void =>
  report('duplicateAddress', item, ['objectId'], why);
