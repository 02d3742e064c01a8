import fc from 'fast-check';
import type { AgentSnapshot, LiveFrame, LiveUpdate } from '../../shared/contracts/live';
import { createAgentStream } from './agent-stream';
import { messagesOf, NOTHING, pictureOf, type Picture } from './picture';

type Contact = AgentSnapshot['contacts'][number];

const STATE = {
  agentId: 'cameron',
  name: 'Cameron',
  tenantId: 't',
  availability: { kind: 'ready' },
  veto: null,
  leaseUntilAt: 1,
} as const;

/** A stamp: what it knows, and the frames that its processes send about each change. */
function createStamp() {
  const contacts = new Map<string, Contact>();
  const said = new Map<string, number>();
  let stateSeq = 0;
  const frame = (writer: string, updates: LiveUpdate[]): LiveFrame => {
    said.set(writer, (said.get(writer) ?? 0) + 1);
    return { writer, n: said.get(writer) ?? 1, updates };
  };
  const change = (id: string, isTheirs: boolean, message: string | null): LiveUpdate[] => {
    const before = contacts.get(id);
    const interaction = isTheirs ? SUMMARY(id) : null;
    const messages = [...(before?.messages ?? []), ...(message === null ? [] : [MESSAGE(message)])];
    const next = { interactionId: id, seq: (before?.seq ?? 0) + 1, offer: null, interaction, messages };
    contacts.set(id, next);
    const contact = { interactionId: id, seq: next.seq, offer: null, interaction };
    // Whoever takes it is told all that was said; who has it, what is new; others nothing.
    const isTaken = isTheirs && (before?.interaction ?? null) === null;
    const heard = isTaken ? messages : isTheirs && message !== null ? messages.slice(-1) : [];
    return [
      { kind: 'contact', contact },
      ...heard.map((one) => ({ kind: 'message' as const, interactionId: id, message: one })),
    ];
  };
  return {
    change: (writer: string, id: string, isTheirs: boolean, message: string | null) =>
      frame(writer, change(id, isTheirs, message)),
    setState: (writer: string) => frame(writer, [{ kind: 'agentState', seq: ++stateSeq, state: STATE }]),
    snapshot: (): AgentSnapshot => ({
      stateSeq,
      state: STATE,
      contacts: [...contacts.values()].filter(({ interaction }) => interaction !== null),
    }),
  };
}

const SUMMARY = (interactionId: string) => ({
  ...({ interactionId, channel: 'chat', customerName: null, customerAddress: 'a', phase: 'active' } as const),
  ...({
    segment: 'talking',
    offerId: null,
    queueName: null,
    openedAt: 1,
    handover: null,
    parties: [],
    meeting: null,
    note: null,
  } as const),
});
const MESSAGE = (key: string): Contact['messages'][number] => ({
  ...({ key, direction: 'in', author: { kind: 'customer', name: null }, text: key, html: null } as const),
  ...{ attachments: [], sentAt: 1, delivery: { status: 'pending' as const } },
});

/** What a person sees. */
const seen = (picture: Picture) =>
  [...picture.contacts.values()]
    .filter(({ interaction }) => interaction !== null)
    .map(({ interactionId, seq }) => ({ interactionId, seq, messages: messagesOf(picture, interactionId) }))
    .sort((a, b) => (a.interactionId < b.interactionId ? -1 : 1));

const step = fc.record({
  writer: fc.constantFrom('one', 'two', 'three'),
  id: fc.constantFrom('a', 'b', 'c'),
  isTheirs: fc.boolean(),
  hasMessage: fc.boolean(),
  fate: fc.constantFrom('comes', 'comes', 'lost', 'twice', 'late'),
  /** Whether waiting things (grace, answers) get their turn after it. */
  pauses: fc.boolean(),
});

const rest = () => new Promise((resolve) => setTimeout(resolve, 0));

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function run(steps: readonly Step[]) {
  const stamp = createStamp();
  const due: (() => void)[] = [];
  let picture = NOTHING;
  let loads = 0;
  const stream = createAgentStream({
    loadSnapshot: async () => {
      loads += 1;
      return stamp.snapshot();
    },
    onPicture: (next) => void (picture = next),
    timing: { after: (_, then) => void due.push(then), random: () => 0 },
  });
  const turn = async () => {
    due.splice(0).forEach((then) => then());
    await rest();
  };
  stream.reload();
  await rest();
  const late: LiveFrame[] = [];
  // Later than the grace that a gap is given no frame comes: one that did could bring back a contact whose end was lost.
  const comeLate = () =>
    late
      .splice(0)
      .reverse()
      .forEach((frame) => stream.take(frame));
  for (const [index, { writer, id, isTheirs, hasMessage, fate, pauses }] of steps.entries()) {
    const frame = stamp.change(writer, id, isTheirs, hasMessage ? `m${index}` : null);
    if (fate === 'late') late.push(frame);
    else if (fate !== 'lost') stream.take(frame);
    if (fate === 'twice') stream.take(frame);
    if (!pauses) continue;
    comeLate();
    await turn();
  }
  comeLate();
  // Each writer says one thing more, which comes: only then can anybody know that something was lost before.
  for (const writer of ['one', 'two', 'three']) stream.take(stamp.setState(writer));
  while (due.length > 0) await turn();
  return { stamp, picture, loads };
}

test('no update is lost: repeats and disorder do no harm, and a gap loads the snapshot', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { stamp, picture } = await run(steps);
      expect(seen(picture)).toEqual(seen(pictureOf(stamp.snapshot())));
    }),
    { numRuns: 300 },
  );
});

test('whoever hears every number loads one snapshot, and one more at most for each writer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { loads } = await run(steps.map((one) => ({ ...one, fate: 'comes' as const })));
      expect(loads).toBeLessThanOrEqual(4);
    }),
    { numRuns: 50 },
  );
});

test('of a writer whose first frame came late or never, one late frame does not stand for all', async () => {
  const of = (writer: Step['writer'], isTheirs: boolean, fate: Step['fate'], pauses = false): Step => ({
    ...({ writer, id: isTheirs ? 'a' : 'b', isTheirs, hasMessage: false, fate, pauses } as const),
  });
  const heard = [of('two', false, 'comes'), of('three', false, 'comes', true)];
  const disordered = [of('one', true, 'lost'), of('one', false, 'late'), of('one', false, 'comes')];
  const { stamp, picture } = await run([...heard, ...disordered]);
  expect(seen(picture)).toHaveLength(1);
  expect(seen(picture)).toEqual(seen(pictureOf(stamp.snapshot())));
});
