import type { CompiledConfig, EntryPoint } from '../../shared/core/config/compiled';
import type { CompiledFlow } from '../../shared/core/flow/compiled';
import { keywordAssistant } from '../../shared/core/flow/keyword-assistant';
import type { FlowContext, FlowEffect, FlowInput, FlowPosition } from '../../shared/core/flow/protocol';
import { step } from '../../shared/core/flow/step';
import type { Scenario, ScenarioInput } from './schema';

/** Where a customer stands, and everything the flow did for them. */
export interface Walked {
  readonly position: FlowPosition;
  readonly effects: readonly FlowEffect[];
}

/** A flow cannot keep a customer busy for ever without asking them anything. */
const MOST_OWN_STEPS = 1_000;

/** Takes a customer through the flow of an entry point: the very rules that the stamp runs. */
export function walk(
  config: CompiledConfig,
  flow: CompiledFlow,
  { channel, address: ours }: EntryPoint,
  { contact, then }: Scenario,
  context: FlowContext,
): Walked {
  let walked: Walked = { position: { state: 'notStarted' }, effects: [] };
  const give = (input: FlowInput) => {
    const { position, effects } = step(flow, walked.position, input, context);
    walked = { position, effects: [...walked.effects, ...effects] };
  };
  const goOn = () => {
    for (let steps = 0; steps < MOST_OWN_STEPS; steps += 1) {
      const own = ownInput(config, walked);
      if (own === null) return;
      give(own);
    }
  };
  give({
    kind: 'started',
    channel,
    language: contact.language ?? null,
    firstText: contact.text ?? null,
    known: { ours },
    headers: [],
  });
  goOn();
  for (const said of then ?? []) {
    give(inputOf(said, walked.position));
    goOn();
  }
  return walked;
}

/** What happens without the customer: a prompt is heard to its end, an assistant answers. */
function ownInput({ assistants }: CompiledConfig, { position, effects }: Walked): FlowInput | null {
  if (position.state === 'saying') return { kind: 'promptEnded', turn: position.turn };
  if (position.state === 'messaging') return { kind: 'messageDone', turn: position.turn };
  // Other systems are for `switchboard flow test` to play.
  if (position.state === 'lookingUp') return { kind: 'lookUpFailed', turn: position.turn };
  if (position.state === 'capturing') return { kind: 'captureFailed', turn: position.turn };
  if (position.state !== 'thinking') return null;
  const asked = effects.findLast((effect) => effect.kind === 'askAssistant');
  const assistant = asked === undefined ? undefined : assistants.get(asked.assistantId);
  if (asked === undefined || assistant === undefined) return { kind: 'assistantFailed', turn: position.turn };
  const answer = keywordAssistant(assistant)(asked.text, asked.language);
  return { kind: 'assistantAnswered', turn: position.turn, answer };
}

function inputOf(said: ScenarioInput, position: FlowPosition): FlowInput {
  const turn = 'turn' in position ? position.turn : 0;
  if ('press' in said) return { kind: 'digit', turn, digit: said.press };
  if ('say' in said) return { kind: 'spoken', turn, text: said.say };
  if ('write' in said) return { kind: 'text', text: said.write };
  return { kind: 'silence', turn };
}
