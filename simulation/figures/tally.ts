import { never } from '../../shared/core/lib/never';
import { isKept } from '../../shared/core/routing/shard';
import type { ExpectedWait } from '../../shared/core/routing/types';
import type { Contact } from '../world/contact';
import type { Seen, Witness } from '../world/seen';
import { createLevel, changeLevel, takeArea, type Level } from './level';

/** Counts of one queue and channel. Every visit counts in the period in which it began (design §5). */
export interface QueueCounts {
  offered: number;
  answered: number;
  answeredWithin: number;
  abandoned: number;
  shortAbandoned: number;
  expired: number;
  stranded: number;
  /** Found every waiting place taken. */
  blocked: number;
  /** Answered visits that had been promised a wait, and those that waited so long. */
  promised: number;
  promiseKept: number;
  /** Of answered visits. */
  answeredWaitMs: number;
  /** Of all visits. */
  waitMs: number;
  longestWaitMs: number;
  /** Waiting customers, integrated over the period's time. */
  waitingMs: number;
  /** Answered visits by wait: those up to each of WAIT_EDGES_MS, then the rest. */
  readonly waits: number[];
}

/** What an agent did in a period. */
export interface AgentCounts {
  signedInMs: number;
  busyMs: number;
  answered: number;
}

/** A part of a day, with what was counted in it by queue and channel (`keyOf`) and by agent. */
export interface Period {
  readonly fromAt: number;
  readonly queues: Map<string, QueueCounts>;
  readonly agents: Map<string, AgentCounts>;
}

/** Up to where each bin of waits goes. */
export const WAIT_EDGES_MS = [1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1_800].map((s) => s * 1_000);

/** What is counted, and in which parts. */
export interface TallyRules {
  readonly fromAt: number;
  readonly untilAt: number;
  readonly periodMs: number;
  /** Leaving sooner than this is no abandon. */
  readonly shortAbandonUnderMs: number;
}

interface Open {
  readonly period: Period;
  readonly queuedAt: number;
  readonly targetMs: number;
  promised: ExpectedWait | null;
}

interface Tally {
  readonly rules: TallyRules;
  readonly periods: Period[];
  readonly open: Map<string, Open>;
  readonly waiting: Map<string, Level>;
  readonly holding: Map<string, Level>;
  readonly signedIn: Map<string, Level>;
  /** The period that integrals go into now. */
  current: number;
}

/** The name of a queue's channel in figures. */
export const keyOf = ({ source }: Contact): string => `${source.queueId}|${source.channel}`;

/** A witness that counts, and what it counted so far. */
export function createTally(rules: TallyRules): { readonly witness: Witness; readonly periods: readonly Period[] } {
  const count = Math.max(1, Math.ceil((rules.untilAt - rules.fromAt) / rules.periodMs));
  const periods = Array.from({ length: count }, (_, n) => ({
    fromAt: rules.fromAt + n * rules.periodMs,
    queues: new Map<string, QueueCounts>(),
    agents: new Map<string, AgentCounts>(),
  }));
  const tally: Tally = {
    rules,
    periods,
    open: new Map(),
    waiting: new Map(),
    holding: new Map(),
    signedIn: new Map(),
    current: 0,
  };
  return { witness: (seen) => see(tally, seen), periods };
}

function see(tally: Tally, seen: Seen): void {
  switch (seen.kind) {
    case 'queued':
      queued(tally, seen);
      return;
    case 'told':
      told(tally, seen);
      return;
    case 'answered':
      agentCounts(currentPeriod(tally), seen.agentId).answered += 1;
      ended(tally, seen);
      return;
    case 'left':
    case 'expired':
    case 'stranded':
    case 'blocked':
      ended(tally, seen);
      return;
    case 'holds':
      changeLevel(levelOf(tally.holding, seen.agentId), seen.by, seen.at);
      return;
    case 'signedIn':
      signedIn(tally, seen);
      return;
    case 'periodEnd':
      endPeriod(tally, seen.at);
      return;
    case 'offered':
    case 'notTaken':
      return;
    default:
      never(seen);
  }
}

function queued(tally: Tally, { contact, at, targetMs }: Extract<Seen, { kind: 'queued' }>): void {
  const { fromAt, periodMs } = tally.rules;
  const nth = Math.min(tally.periods.length - 1, Math.floor((at - fromAt) / periodMs));
  const period = tally.periods[nth] ?? currentPeriod(tally);
  const key = keyOf(contact);
  queueCounts(period, key).offered += 1;
  tally.open.set(contact.id, { period, queuedAt: at, targetMs, promised: null });
  changeLevel(levelOf(tally.waiting, key), 1, at);
}

function told({ open }: Tally, { contact, wait }: Extract<Seen, { kind: 'told' }>): void {
  const own = open.get(contact.id);
  if (own !== undefined) own.promised = wait;
}

function ended(
  tally: Tally,
  { kind, contact, at }: Extract<Seen, { kind: 'answered' | 'left' | 'expired' | 'stranded' | 'blocked' }>,
): void {
  const open = tally.open.get(contact.id);
  if (open === undefined) return;
  tally.open.delete(contact.id);
  const key = keyOf(contact);
  changeLevel(levelOf(tally.waiting, key), -1, at);
  const counts = queueCounts(open.period, key);
  const waitMs = at - open.queuedAt;
  counts.waitMs += waitMs;
  counts.longestWaitMs = Math.max(counts.longestWaitMs, waitMs);
  if (kind === 'answered') answered(counts, waitMs, open);
  else if (kind !== 'left') counts[kind] += 1;
  else counts[waitMs < tally.rules.shortAbandonUnderMs ? 'shortAbandoned' : 'abandoned'] += 1;
}

function answered(counts: QueueCounts, waitMs: number, { targetMs, promised }: Open): void {
  counts.answered += 1;
  if (promised !== null) counts.promised += 1;
  if (promised !== null && isKept(promised, waitMs)) counts.promiseKept += 1;
  counts.answeredWaitMs += waitMs;
  if (waitMs <= targetMs) counts.answeredWithin += 1;
  const found = WAIT_EDGES_MS.findIndex((edgeMs) => waitMs <= edgeMs);
  const bin = found === -1 ? WAIT_EDGES_MS.length : found;
  counts.waits[bin] = (counts.waits[bin] ?? 0) + 1;
}

function signedIn({ signedIn: levels }: Tally, { agentId, isSignedIn, at }: Extract<Seen, { kind: 'signedIn' }>): void {
  const level = levelOf(levels, agentId);
  changeLevel(level, Number(isSignedIn) - level.value, at);
}

/** What was integrated goes to the period that ends. */
function endPeriod(tally: Tally, at: number): void {
  const period = currentPeriod(tally);
  for (const [key, level] of tally.waiting) queueCounts(period, key).waitingMs += takeArea(level, at).area;
  for (const [agentId, level] of tally.holding) agentCounts(period, agentId).busyMs += takeArea(level, at).positiveMs;
  for (const [agentId, level] of tally.signedIn) agentCounts(period, agentId).signedInMs += takeArea(level, at).area;
  tally.current += 1;
}

/** After the last period, while the last customers are seen to, integrals go nowhere. */
const currentPeriod = ({ periods, current }: Tally): Period => periods[current] ?? emptyPeriod();

const emptyPeriod = (): Period => ({ fromAt: 0, queues: new Map(), agents: new Map() });

function levelOf(levels: Map<string, Level>, id: string): Level {
  const known = levels.get(id);
  if (known !== undefined) return known;
  const made = createLevel();
  levels.set(id, made);
  return made;
}

/** Those of a queue in a period; zeros, kept, where nothing happened yet. */
export function queueCounts({ queues }: Period, key: string): QueueCounts {
  const known = queues.get(key);
  if (known !== undefined) return known;
  const made: QueueCounts = {
    ...{ offered: 0, answered: 0, answeredWithin: 0, abandoned: 0, shortAbandoned: 0, expired: 0, stranded: 0 },
    ...{ blocked: 0, promised: 0, promiseKept: 0, answeredWaitMs: 0, waitMs: 0, longestWaitMs: 0, waitingMs: 0 },
    waits: [...WAIT_EDGES_MS, 0].map(() => 0),
  };
  queues.set(key, made);
  return made;
}

/** The same of an agent. */
export function agentCounts({ agents }: Period, agentId: string): AgentCounts {
  const known = agents.get(agentId);
  if (known !== undefined) return known;
  const made = { signedInMs: 0, busyMs: 0, answered: 0 };
  agents.set(agentId, made);
  return made;
}
