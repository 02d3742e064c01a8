import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ENTRY_LIMIT_BYTES } from './entries';
import {
  createShard,
  evolve,
  explain,
  fold,
  lastSeq,
  nextDueAt,
  restore,
  snapshot,
  staffing,
  position,
  submit,
} from './shard';
import { addedTo, expectedOffer, heldBy, roomTaken, standsAlone, standsTooFarBack } from './policy.testsuite';
import type { Channel } from './types';
import { configFor, live, type Step } from './law-steps.testsuite';
import { schedules } from './shard-laws.testsuite';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Of every law; a campaign has more. */
const SCHEDULES = Number(process.env['SCHEDULES'] ?? 54);

const law = (name: string, check: (steps: readonly Step[]) => void, numRuns = SCHEDULES) =>
  test(name, () => {
    fc.assert(
      fc.property(schedules, (schedule) => check(live(schedule))),
      { numRuns },
    );
  });

const journalOf = (steps: readonly Step[]) => steps.flatMap(({ entries }) => entries);

describe('laws of a routing shard', () => {
  test('the schedules reach what they are to test', () => {
    const seen = new Set<string>();
    for (const schedule of fc.sample(schedules, { numRuns: 400, seed: 3 }))
      for (const { outcome, entries } of live(schedule)) {
        seen.add(outcome.kind);
        for (const entry of entries) {
          seen.add(entry.outcome.kind);
          for (const act of entry.acts) {
            seen.add(`act ${act.kind}`);
            if (act.kind === 'offer') seen.add(act.why.rule).add(act.why.passedOver > 0 ? 'passedOver' : 'first');
          }
        }
      }
    expect([...seen].sort()).toMatchSnapshot();
  });

  law(
    'I2: an interaction has as many live offers as its queue allows, and one of them makes an assignment',
    (steps) => {
      for (const { before, after } of steps) {
        for (const { interactionId, visitId, plan } of after.visits) {
          const live = after.offers.filter((offer) => offer.interactionId === interactionId);
          // What agents look at when a version asks for fewer, they go on looking at.
          const looked = before.visits.find((visit) => visit.visitId === visitId)?.offerIds.length ?? 0;
          const most = plan.offering.kind === 'one' ? 1 : plan.offering.atMost;
          expect(live.length).toBeLessThanOrEqual(Math.max(most, looked));
          expect(new Set(live.map(({ agentId }) => agentId)).size).toBe(live.length);
        }
        expect(after.visits.flatMap(({ offerIds }) => offerIds).sort()).toEqual(
          after.offers.map(({ offerId }) => offerId).sort(),
        );
      }
      const assigned = journalOf(steps).flatMap(({ acts }) => acts.flatMap((a) => (a.kind === 'assigned' ? a : [])));
      expect(new Set(assigned.map(({ assignmentId }) => assignmentId)).size).toBe(assigned.length);
      expect(new Set(assigned.map(({ visitId }) => visitId)).size).toBe(assigned.length);
    },
  );

  law('I3: what an agent holds is within their capacity, and a call stands alone', (steps) => {
    // A version that gives them less takes nothing from them, but they get no more until it fits.
    const narrowed = new Set<string>();
    for (const { before, after } of steps)
      for (const { agentId, profile } of after.agents) {
        const held = roomTaken(after, agentId);
        const added = addedTo(before, after, agentId);
        const was = before.agents.find((agent) => agent.agentId === agentId);
        if (held.length === 0) narrowed.delete(agentId);
        else if (was !== undefined && !isDeepStrictEqual(was.profile, profile)) narrowed.add(agentId);
        if (heldBy(after, agentId).some((one) => 'isForced' in one && one.isForced)) continue;
        if (narrowed.has(agentId) && added.length === 0) continue;
        const interrupts = (channel: Channel) =>
          held.some((one) => profile.capacity.channels[channel]?.interruptedBy?.includes(one.channel) === true);
        const staying = held.filter(({ channel }) => !interrupts(channel));
        expect(staying.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(profile.capacity.totalUnits);
        if (held.some(({ channel }) => standsAlone(profile, channel))) expect(staying).toHaveLength(1);
        for (const { channel } of narrowed.has(agentId) ? added : held)
          expect(held.filter((one) => one.channel === channel).length).toBeLessThanOrEqual(
            profile.capacity.channels[channel]?.max ?? 0,
          );
      }
  });

  law('I4: only a live offer of that agent is accepted, before its deadline', (steps) => {
    for (const { before, entries } of steps)
      for (const { command, outcome, at } of entries) {
        if (command.name !== 'accept' || outcome.kind !== 'accepted') continue;
        const offer = before.offers.find(({ offerId }) => offerId === command.offerId);
        expect(offer?.agentId).toBe(command.agentId);
        expect(offer?.deadlineAt).toBeGreaterThan(at);
      }
  });

  law('I5: the journal has no gaps and folds to the state, from the start and from every snapshot', (steps) => {
    const journal = journalOf(steps);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    expect(journal.map(({ at }) => at)).toEqual(journal.map(({ at }) => at).sort((a, b) => a - b));
    same(copy(journal), journal);
    const last = steps.at(-1)?.after ?? snapshot(createShard('s1'));
    same(snapshot(fold(createShard('s1'), copy(journal))), last);
    for (const { after } of steps) {
      same(snapshot(restore(copy(after))), after);
      same(snapshot(fold(restore(after), journal.slice(after.seq))), last);
    }
  });

  law('I5: a restored state decides, counts and waits as the one that went on', (steps) => {
    for (const { before, after, command, now, entries, outcome, nextDueAt: due } of steps) {
      const restored = restore(copy(before));
      const marks = entries.flatMap(({ doneActs }) => doneActs);
      const again = submit(restored, { command, now, config: configFor(restored, command), doneActs: marks });
      same(again.entries, entries);
      same(again.outcome, outcome);
      expect(nextDueAt(again.state)).toBe(due);
      const other = restore(after);
      for (const { visitId } of after.visits) expect(position(other, visitId)).toBe(position(again.state, visitId));
      for (const queueId of ['sales', 'care', 'vip', 'nowhere'])
        same(staffing(other, queueId), staffing(again.state, queueId));
    }
  });

  law('I7: the same command again gives the same answer and changes nothing', (steps) => {
    for (const { after, command, now, outcome } of steps) {
      const state = restore(after);
      const again = submit(state, { command, now, config: configFor(state, command), doneActs: [] });
      if (command.name === 'match' || command.name === 'tick') continue;
      expect(again.entries).toEqual([]);
      if (!['heartbeat', 'presence', 'config'].includes(command.name)) same(again.outcome, outcome);
      // Whoever has forgotten the command knows the ids that it names.
      const forgetful = restore({ ...after, commands: [] });
      const anew = submit(forgetful, { command, now, config: configFor(forgetful, command), doneActs: [] });
      if (command.name !== 'agentState' && command.name !== 'moveAgent') expect(anew.entries).toEqual([]);
    }
  });

  law(
    'I8, I9: each offer is the one that the policy names, and it is explained so',
    (steps) => {
      for (const { before, entries } of steps) {
        let state = restore(before);
        for (const entry of entries) {
          const [act] = entry.acts;
          if (act?.kind === 'offer') {
            expect(expectedOffer(snapshot(state))).toEqual({ visitId: act.visitId, agentId: act.agentId });
            const { rule, idleSinceAt, passedOver, figure, ...why } = act.why;
            const explanation = explain(state, act.visitId);
            const chosen = {
              agentId: act.agentId,
              rule,
              idleSinceAt,
              passedOver,
              ...(figure !== undefined && { figure }),
            };
            expect(explanation?.chosen).toEqual(chosen);
            expect(explanation).toMatchObject({ ...why, behindVisitId: null });
          }
          state = evolve(state, entry);
        }
      }
    },
    Math.ceil(2.5 * SCHEDULES),
  );

  law(
    'I11: after a tick nobody eligible and nothing waiting for them are there at once',
    (steps) => {
      for (const { command, after, now: told, isMoreDue, nextDueAt: due } of steps) {
        // To a writer whose clock is behind it is as late as to whoever wrote last.
        const now = Math.max(told, after.at);
        if (command.name === 'tick') {
          expect(isMoreDue).toBe(false);
          expect([expectedOffer(after), standsTooFarBack(after)]).toEqual([undefined, false]);
          expect(due ?? Infinity).toBeGreaterThan(now);
        }
        // Whoever has not matched yet is told to.
        if (expectedOffer(after) !== undefined) expect(due).toBeLessThanOrEqual(now);
      }
    },
    Math.ceil(2.5 * SCHEDULES),
  );

  law('I12: every visit that was enqueued waits, is offered, or ended once', (steps) => {
    const ends = new Map<string, number>();
    const enqueued = new Set<string>();
    for (const { command, outcome } of journalOf(steps)) {
      if (command.name === 'enqueue') enqueued.add(command.visitId);
      const isEnd = outcome.kind === 'accepted' || outcome.kind === 'visitExpired' || outcome.kind === 'visitDeparted';
      if (isEnd) count(ends, outcome.visitId);
      if (outcome.kind === 'taken') count(ends, outcome.visitId);
      if (outcome.kind === 'cancelled' && command.name === 'cancel') count(ends, command.visitId);
    }
    for (const times of ends.values()) expect(times).toBe(1);
    const liveNow = steps.at(-1)?.after.visits.map(({ visitId }) => visitId) ?? [];
    expect([...liveNow, ...ends.keys()].sort()).toEqual([...enqueued].sort());
  });

  law('I15: every state has an exit: with time alone everybody goes and nothing but calls is held', (steps) => {
    const last = steps.at(-1);
    if (last === undefined) return;
    let state = restore(last.after);
    let due = nextDueAt(state);
    for (let turn = 0; due !== undefined && turn < 400; turn += 1) {
      const now = Math.max(due, state.at);
      const command = { name: 'tick', commandId: `t${turn}` } as const;
      state = submit(state, { command, now, config: configFor(state, command), doneActs: [] }).state;
      due = nextDueAt(state);
    }
    expect(due).toBeUndefined();
    const end = snapshot(state);
    expect(end.offers).toEqual([]);
    expect(end.assignments.filter(({ channel }) => channel !== 'voice')).toEqual([]);
    expect(end.agents.filter(({ agentId }) => heldBy(end, agentId).length === 0)).toEqual([]);
    expect(end.visits.filter(({ expiresAt }) => expiresAt !== null)).toEqual([]);
  });

  law('acts are numbered by their entry and open until they are marked; entries are small', (steps) => {
    const open = new Set<string>();
    for (const entry of journalOf(steps)) {
      for (const id of entry.doneActs) expect(open.delete(id)).toBe(true);
      entry.acts.forEach((act, n) => {
        expect(act.id).toBe(`${entry.seq}/${n}`);
        open.add(act.id);
      });
      expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThanOrEqual(ENTRY_LIMIT_BYTES);
    }
    expect(steps.at(-1)?.after.openActs.map(({ act }) => act.id) ?? []).toEqual([...open]);
    expect(steps.at(-1)?.after.seq ?? 0).toBe(lastSeq(fold(createShard('s1'), journalOf(steps))));
  });
});

/** As `toEqual`, but quick when it holds, which is nearly always. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

const count = (counts: Map<string, number>, id: string) => counts.set(id, (counts.get(id) ?? 0) + 1);
