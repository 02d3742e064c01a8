/** Contoso's customers and agents are in New York: the page shows their time, whoever looks. */
const TIME_ZONE = 'America/New_York';
const time = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

export const clockTime = (at: number): string => time.format(at);
export const dayOf = (at: number): string => day.format(at);

export function seconds(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1000));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const CHANNELS = { voice: 'Call', chat: 'Chat', sms: 'Text', email: 'Mail' } as const;
export const channelName = (channel: keyof typeof CHANNELS): string => CHANNELS[channel];

/** A phase in words. */
export const phaseName = (phase: string): string => phase.replace(/([A-Z])/g, ' $1').toLowerCase();
