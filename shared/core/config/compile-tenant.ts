import type { QuietHours } from '../outbound-guard/may-contact';
import type { Located, Report } from './collect';
import { minuteOf } from './compile-hours';
import type { Capacity, ChannelCapacity } from '../routing/types';
import type { Tenant } from './compiled';
import { QUIET_HOURS } from './defaults';
import type { CapacitySource, ChannelCapacitySource } from './capacity-source';
import type { TenantSource } from './document';
import { CHANNELS } from '../lib/channel';

/** The tenant with its defaults. */
export function compileTenant(item: Located<TenantSource>, report: Report): Tenant {
  const { id, name, entraTenantId, integrationModel, timeZone, emailSender, smsSender, teamsPresence, botCarries } =
    item.value;
  const [language = 'en', ...others] = item.value.languages;
  return {
    id,
    name,
    entraTenantId,
    integrationModel,
    languages: [language, ...others],
    countries: new Set(item.value.countries),
    timeZone,
    emailSender: emailSender ?? 'graph',
    smsSender: smsSender ?? 'acs',
    teamsPresence: teamsPresence ?? 'off',
    botCarries: botCarries ?? 'everything',
    voices: new Map(Object.entries(item.value.voices ?? {})),
    quietHours: compileQuietHours(item, report),
  };
}

function compileQuietHours(item: Located<TenantSource>, report: Report): QuietHours {
  const { quietHours } = item.value;
  if (quietHours === undefined) return QUIET_HOURS;
  const fromMinute = minuteOf(quietHours.from);
  const toMinute = minuteOf(quietHours.to);
  if (fromMinute !== null && toMinute !== null) return { fromMinute, toMinute };
  report('invalidHours', item, ['quietHours'], 'quiet hours are written like 21:00');
  return QUIET_HOURS;
}

/** An agent's capacity: what one interaction takes never exceeds what there is. */
export function compileCapacity(source: CapacitySource, at: Located<unknown>, report: Report): Capacity {
  const channels = CHANNELS.flatMap((channel) => {
    const capacity = source.channels[channel];
    if (capacity === undefined) return [];
    if (capacity.units > source.units) {
      const path = ['capacity', 'channels', channel, 'units'];
      report('invalid', at, path, `one interaction takes ${capacity.units} of ${source.units} units`);
    }
    return [[channel, compileChannel(capacity, source.units)] as const];
  });
  return { totalUnits: source.units, channels: Object.fromEntries(channels) };
}

function compileChannel(source: ChannelCapacitySource, total: number): ChannelCapacity {
  const { units, max, exclusive, interruptedBy } = source;
  return {
    units,
    max: max ?? Math.max(1, Math.floor(total / units)),
    exclusive: exclusive ?? false,
    ...(interruptedBy === undefined ? {} : { interruptedBy }),
  };
}
