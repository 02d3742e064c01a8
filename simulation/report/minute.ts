const two = (value: number): string => String(value).padStart(2, '0');

/** `08:30` of milliseconds since midnight. */
export function writeMinute(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
