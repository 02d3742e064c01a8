import { randomUUID } from 'node:crypto';
import type { LocalRequest } from '../kit/http';
import type { Collection } from '../kit/store';
import { containerSelf, databaseResource, type ContainerRecord, type DatabaseRecord } from './container-record';
import { badRequest } from './failure';
import { isObject, parseJson, type Json, type JsonObject } from './json';
import { databaseRid } from './resource-ids';
import type { Rate } from './throttle';

/** The throughput that a database or a container was given. */
export interface Offer {
  /** Of what it is for. */
  readonly rid: string;
  readonly self: string;
  readonly etag: string;
  readonly ts: number;
  readonly content: Throughput;
}

/** A fixed rate, or an upper limit up to which the service scales by itself. Request units a second. */
export type Throughput =
  | { readonly kind: 'manual'; readonly units: number }
  | { readonly kind: 'autoscale'; readonly most: number };

const FEWEST_UNITS = 400;
const MOST_UNITS = 1_000_000;
const STEP = 100;
const LEAST_AUTOSCALE = 1000;

function checkUnits(units: unknown, least: number, step: number): number {
  if (typeof units === 'number' && units >= least && units <= MOST_UNITS && units % step === 0) return units;
  throw badRequest(
    `The offer should have valid throughput values between ${least} and ${MOST_UNITS} inclusive in increments of ${step}.`,
  );
}

/** What a create asks for in its headers; undefined for a container that shares or is served without a limit. */
export function throughputOfHeaders({ headers }: LocalRequest): Throughput | undefined {
  const autoscale = headers['x-ms-cosmos-offer-autopilot-settings'];
  if (autoscale !== undefined) return readAutoscale(parseJson(autoscale));
  const units = headers['x-ms-offer-throughput'];
  if (units === undefined) return undefined;
  return { kind: 'manual', units: checkUnits(Number(units), FEWEST_UNITS, STEP) };
}

const readAutoscale = (settings: Json | undefined): Throughput => ({
  kind: 'autoscale',
  most: checkUnits(isObject(settings) ? settings['maxThroughput'] : undefined, LEAST_AUTOSCALE, LEAST_AUTOSCALE),
});

export const unitsOf = (throughput: Throughput): number =>
  throughput.kind === 'manual' ? throughput.units : throughput.most;

export function contentOf(throughput: Throughput): JsonObject {
  if (throughput.kind === 'manual') return { offerThroughput: throughput.units };
  const { most } = throughput;
  return { offerThroughput: most / 10, offerAutopilotSettings: { maxThroughput: most } };
}

export const newOffer = (rid: string, self: string, content: Throughput, ts: number): Offer => ({
  rid,
  self,
  content,
  ts,
  etag: `"${randomUUID()}"`,
});

export const offerOfDatabase = (database: DatabaseRecord, content: Throughput, ts: number): Offer =>
  newOffer(databaseRid(database.n), databaseResource(database)._self, content, ts);

export const offerOfContainer = (container: ContainerRecord, content: Throughput, ts: number): Offer =>
  newOffer(container.rid, containerSelf(container), content, ts);

/** The rate of a container: its own offer's, or its database's, which all its containers share. */
export function rateOf(offers: Collection<Offer>, { rid, database, ranges }: ContainerRecord): Rate | undefined {
  const own = offers.get(rid);
  const shared = own === undefined ? offers.get(databaseRid(database.n)) : undefined;
  const offer = own ?? shared;
  if (offer === undefined) return undefined;
  return { of: offer.rid, unitsPerSecond: unitsOf(offer.content), ranges: ranges.all.length };
}

/** What an offer is replaced by. */
export function readContent(body: Json | undefined): Throughput {
  const content = isObject(body) ? body['content'] : undefined;
  if (!isObject(content)) throw badRequest('The input content is invalid: an offer has a content.');
  const autoscale = content['offerAutopilotSettings'];
  if (isObject(autoscale)) return readAutoscale(autoscale);
  return { kind: 'manual', units: checkUnits(content['offerThroughput'], FEWEST_UNITS, STEP) };
}
