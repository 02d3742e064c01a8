import { toDot, toMermaid } from './draw';
import type { FlowSource } from './source';

const flow: FlowSource = {
  id: 'a "flow"',
  channels: ['voice'],
  start: 'end',
  nodes: {
    end: { kind: 'branch', cases: [{ when: `tier == "gold"`, next: 'bye' }], otherwise: 'bye' },
    bye: { kind: 'close', reason: 'completed', text: { en: 'bye' } },
  },
};

test('signs of the languages of graphs are no part of them', () => {
  expect(toMermaid(flow)).toContain('-->|"tier == #34;gold#34;"|');
  expect(toMermaid(flow)).toContain('n0{"end<br>branch"}');
  expect(toDot(flow)).toContain('digraph "a \\"flow\\""');
  expect(toDot(flow)).toContain('"end" -> "bye" [label="tier == \\"gold\\""];');
});
