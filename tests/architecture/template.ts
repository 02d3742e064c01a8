import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const INFRA = join(__dirname, '../../infra');
/** A file of the template. */
export const infra = (file: string): string => readFileSync(join(INFRA, file), 'utf8');

/** A resource as its golden snapshot has it. */
export interface Expanded {
  readonly type: string;
  readonly name: string;
  readonly location?: string;
  readonly sku?: { readonly name: string };
  readonly identity?: { readonly type: string };
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What a stamp is made of. */
export const snapshotOf = (stamp: string): readonly Expanded[] =>
  (JSON.parse(infra(`${stamp}.snapshot.json`)) as { predictedResources: Expanded[] }).predictedResources;

/** All that a stamp can have, and as little as it can: `infra/variants`. */
export const EVERYTHING = snapshotOf('variants/everything');
export const LEAST = snapshotOf('variants/least');
export const ofType = (stamp: readonly Expanded[], type: string) =>
  stamp.filter((one) => one.type === `Microsoft.${type}`);
