import type { ContainerRecord } from './container-record';
import type { Outcome, Transaction } from './documents';
import { badRequest } from './failure';
import { parseJson, textOf, type Json } from './json';
import type { PartitionKey } from './partition-key';
import { roundCharge } from './request-units';
import { runScript } from './run-script';
import { bodyOf, type Script, type Scripts } from './scripts';

export interface TriggerRequest {
  readonly operation: 'Create' | 'Replace' | 'Delete' | 'Upsert';
  readonly headers: Readonly<Record<string, string>>;
  readonly pk: PartitionKey;
  readonly body: Json | undefined;
  readonly nowMs: number;
}

const SEQUENCES_PER_SCRIPT = 100;

/** Inside a commit: runs a write between the triggers that the request names, all in one transaction. */
export function withTriggers(
  scripts: Scripts,
  transaction: Transaction,
  request: TriggerRequest,
  write: (body: Json | undefined) => Outcome,
): Outcome {
  const { container, seq } = transaction;
  const before = namedBy(scripts, container, request, 'Pre');
  const after = namedBy(scripts, container, request, 'Post');
  if (before.length + after.length === 0) return write(request.body);
  let { body } = request;
  let charge = 0;
  const { pk, nowMs } = request;
  const run = (script: Script, i: number, response: Json | undefined) => {
    const numbered = { ...transaction, seq: seq + (i + 1) * SEQUENCES_PER_SCRIPT };
    const result = runScript(bodyOf(script), [], { transaction: numbered, pk, nowMs, request: body, response });
    charge += result.charge;
    return result;
  };
  before.forEach((script, i) => (body = run(script, i, undefined).request));
  const outcome = write(body);
  const written = outcome.body === undefined ? undefined : parseJson(outcome.body);
  after.forEach((script, i) => run(script, before.length + i, written));
  return { ...outcome, charge: roundCharge(outcome.charge + charge) };
}

function namedBy(scripts: Scripts, container: ContainerRecord, request: TriggerRequest, type: 'Pre' | 'Post') {
  const names = request.headers[`x-ms-documentdb-${type.toLowerCase()}-trigger-include`];
  if (names === undefined) return [];
  return names.split(',').map((name) => {
    const script = scripts.find(container, 'triggers', name.trim());
    const [is, on] = ['triggerType', 'triggerOperation'].map((one) => textOf(script.definition[one]).toLowerCase());
    const fits = on === 'all' || on === request.operation.toLowerCase() || request.operation === 'Upsert';
    if (is !== type.toLowerCase() || !fits) throw badRequest(`The trigger '${name}' is none for this operation.`);
    return script;
  });
}
