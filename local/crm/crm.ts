import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '../kit/clock';
import type { LocalRequest, LocalResponse, Service } from '../kit/http';
import { createCards, type TakenCard } from './cards';
import { CUSTOMERS, ORDERS } from './records';

export interface CrmOptions {
  readonly clock: Clock;
  readonly key: string;
  /** The address by which the organisation's configuration knows the system: what signatures are over. */
  readonly publicUrl: string;
}

/** How the system misbehaves, until told otherwise. */
export type CrmTrouble = 'none' | 'hangs' | 'redirects' | 'huge' | 'notJson' | 'fails';

/** A system of the organisation's that flows look customers and orders up in. */
export interface Crm {
  readonly service: Service;
  setTrouble(trouble: CrmTrouble): void;
  /** The cards that it was given. */
  cards(): readonly TakenCard[];
  /** How often it was asked since it was started. */
  asked(): number;
}

/** Old requests are no requests: somebody may have written them down. */
const OLDEST_SECONDS = 5 * 60;
/** Longer than any look-up waits. */
const HANG_MS = 15_000;
const HUGE_BYTES = 10_000_000;

export function createCrm(options: CrmOptions): Crm {
  let trouble: CrmTrouble = 'none';
  let asked = 0;
  const cards = createCards();
  const answer = (find: (request: LocalRequest) => LocalResponse) => async (request: LocalRequest) => {
    asked += 1;
    if (!isSigned(options, request)) return { status: 401, body: { error: 'the signature is not good' } };
    return (await misbehave(trouble)) ?? find(request);
  };
  const get = (path: string, find: (params: LocalRequest['params']) => object | undefined) => ({
    ...{ method: 'GET', path, handle: answer(({ params }) => found(find(params))) },
  });
  return {
    service: {
      name: 'the customer system',
      routes: [
        get('/customers/{number}', ({ number = '' }) => CUSTOMERS[number]),
        get('/orders/{order}', ({ order = '' }) => ORDERS[order]),
        { method: 'POST', path: '/cards', handle: answer(cards.take) },
      ],
    },
    setTrouble: (next) => {
      trouble = next;
    },
    cards: cards.all,
    asked: () => asked,
  };
}

const found = (record: object | undefined): LocalResponse =>
  record === undefined ? { status: 404, body: { error: 'no such record' } } : { status: 200, body: record };

async function misbehave(trouble: CrmTrouble): Promise<LocalResponse | undefined> {
  switch (trouble) {
    case 'none':
      return undefined;
    case 'hangs':
      await after(HANG_MS, undefined, { ref: false });
      return { status: 200, body: {} };
    case 'redirects':
      return {
        status: 302,
        headers: { location: 'http://169.254.169.254/metadata' },
      };
    case 'huge':
      return { status: 200, body: { name: 'x'.repeat(HUGE_BYTES) } };
    case 'notJson':
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from('<html>'),
      };
    case 'fails':
      return { status: 500, body: { error: 'out of order' } };
  }
}

/** `t=<seconds>,v1=<hex>` over tenant, instant, method and address, and the hash of a body, as docs/voice.md says it. */
function isSigned({ key, clock, publicUrl }: CrmOptions, { method, headers, target, body }: LocalRequest): boolean {
  const [, seconds = '', given = ''] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-switchboard-signature'] ?? '') ?? [];
  if (Math.abs(clock.now() / 1000 - Number(seconds)) > OLDEST_SECONDS) return false;
  const lines = [headers['x-switchboard-tenant'] ?? '', seconds, method, `${publicUrl}${target}`];
  if (method === 'POST') lines.push(createHash('sha256').update(body).digest('hex'));
  const wanted = createHmac('sha256', key).update(lines.join('\n')).digest();
  const got = Buffer.from(given, 'hex');
  return got.length === wanted.length && timingSafeEqual(got, wanted);
}
