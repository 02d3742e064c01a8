import { invalidHeader, missingHeader, Refusal } from '../kit/storage/answers';

/** Tiers of block blobs: https://learn.microsoft.com/rest/api/storageservices/set-blob-tier */
const TIERS = ['Hot', 'Cool', 'Cold', 'Archive'] as const;
type TierName = (typeof TIERS)[number];

/** A tier that was set; one that is on its way out of the archive says where to and until when. */
export interface Tier {
  readonly name: TierName;
  readonly changedAt: number;
  readonly rehydration?: { readonly to: TierName; readonly priority: Priority; readonly endsAt: number };
}

/** How soon: as late as Azure says it may be. */
const HOURS = { Standard: 15, High: 1 } as const;
type Priority = keyof typeof HOURS;
const HOUR_MS = 3_600_000;

type Headers = Readonly<Record<string, string>>;

/** The tier in which a write puts its blob; none is inferred. */
export function tierInHeaders(headers: Headers, now: number): { readonly tier?: Tier } {
  const name = nameIn(headers);
  return name === undefined ? {} : { tier: { name, changedAt: now } };
}

function nameIn({ 'x-ms-access-tier': given }: Headers): TierName | undefined {
  if (given === undefined) return undefined;
  const name = TIERS.find((one) => one.toLowerCase() === given.toLowerCase());
  if (name === undefined) throw invalidHeader('x-ms-access-tier', given);
  return name;
}

/** Only block blobs have tiers in an account like this one. */
export function refuseTier({ 'x-ms-access-tier': given }: Headers): void {
  if (given !== undefined) throw invalidHeader('x-ms-access-tier', given);
}

/** What has become of a tier by now. */
function tierAt(tier: Tier | undefined, now: number): Tier | undefined {
  const { rehydration } = tier ?? {};
  return rehydration && rehydration.endsAt <= now ? { name: rehydration.to, changedAt: rehydration.endsAt } : tier;
}

/** The tier that Set Blob Tier makes of another. */
export function changedTier(before: Tier | undefined, headers: Headers, now: number): Tier {
  const wanted = nameIn(headers);
  if (wanted === undefined) throw missingHeader('x-ms-access-tier');
  const present = tierAt(before, now);
  if (present?.name !== 'Archive' || (wanted === 'Archive' && !present.rehydration))
    return { name: wanted, changedAt: now };
  const priority = priorityIn(headers);
  const { rehydration } = present;
  if (rehydration && (rehydration.to !== wanted || priority === 'Standard'))
    throw new Refusal('BlobBeingRehydrated', 'This operation is not permitted because the blob is being rehydrated.');
  return { ...present, rehydration: { to: wanted, priority, endsAt: now + HOURS[priority] * HOUR_MS } };
}

function priorityIn({ 'x-ms-rehydrate-priority': given = 'Standard' }: Headers): Priority {
  if (given === 'Standard' || given === 'High') return given;
  throw invalidHeader('x-ms-rehydrate-priority', given);
}

/** Refuses what needs the content of a blob that is in the archive. */
export function requireOnline({ tier }: { readonly tier?: Tier }, now: number): void {
  if (tierAt(tier, now)?.name === 'Archive')
    throw new Refusal('BlobArchived', 'This operation is not permitted on an archived blob.');
}

/** What answers and lists tell of a tier, by the element's name. */
export function tierProperties(tier: Tier | undefined, now: number): Readonly<Record<string, string>> {
  const present = tierAt(tier, now);
  if (present === undefined) return { AccessTier: 'Hot', AccessTierInferred: 'true' };
  const { name, changedAt, rehydration } = present;
  return {
    AccessTier: name,
    AccessTierChangeTime: new Date(changedAt).toUTCString(),
    ...(rehydration && {
      ArchiveStatus: `rehydrate-pending-to-${rehydration.to.toLowerCase()}`,
      RehydratePriority: rehydration.priority,
    }),
  };
}

/** The same as headers. */
export const tierHeaders = (tier: Tier | undefined, now: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tierProperties(tier, now)).map(([name, value]) => [
      `x-ms${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]),
  );
