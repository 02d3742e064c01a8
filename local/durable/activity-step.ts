import { sendHttp, type HttpSender } from './http-activity';
import type { HubContext } from './hub-context';
import { EventType, type EventBody, type FailureDetails, type HttpCall } from './protocol';
import { HTTP_ACTIVITY } from './replay/calls';
import type { ActivityMessage, Change } from './state';

/** Runs an activity, where it is rough perhaps twice; the change gives its result to the orchestration that waits. */
export async function runActivity(context: HubContext, sender: HttpSender, message: ActivityMessage): Promise<Change> {
  const { envelopes, roughness } = context;
  const told = [await resultOf(context, sender, message)];
  if (roughness.repeatsActivity()) {
    // The first worker's result was lost with it, or it came all the same.
    if (!roughness.tellsResultTwice()) told.pop();
    told.push(await resultOf(context, sender, message));
  }
  const { executionId } = message;
  const emitted = told.map((body) => envelopes.message(message.to, envelopes.event(body), { executionId }));
  return { consumed: [message.id], emitted };
}

async function resultOf(context: HubContext, sender: HttpSender, message: ActivityMessage): Promise<EventBody> {
  try {
    const Result = await callActivity(context, sender, message);
    return { EventType: EventType.TaskCompleted, TaskScheduledId: message.taskId, Result };
  } catch (error) {
    return failureOf(message, error instanceof Error ? error : new Error(String(error)));
  }
}

async function callActivity(context: HubContext, sender: HttpSender, message: ActivityMessage): Promise<string | null> {
  const [argument] = JSON.parse(message.input) as [unknown];
  if (message.name === HTTP_ACTIVITY) return JSON.stringify(await sendHttp(sender, argument as HttpCall));
  const activity = context.functions.find('activity', message.name);
  if (!activity) {
    const isDisabled = context.functions.isDisabled?.('activity', message.name) ?? false;
    throw new Error(`Activity function '${message.name}' ${isDisabled ? 'is disabled' : 'does not exist'}.`);
  }
  const input = argument === null ? undefined : toTriggerText(argument);
  const metadata = { instanceId: message.to, ...(input !== undefined && { data: input }) };
  const value = await activity.run(input, metadata);
  if (value === null || value === undefined) return null;
  return JSON.stringify(Buffer.isBuffer(value) ? value.toString('base64') : value);
}

/** The extension converts the argument by .NET's Convert.ToString, which is why a boolean arrives as "True". */
function toTriggerText(argument: unknown): string {
  if (typeof argument === 'string') return argument;
  if (typeof argument === 'boolean') return argument ? 'True' : 'False';
  return JSON.stringify(argument);
}

/** Reason and details as the extension words them. */
function failureOf(message: ActivityMessage, error: Error): EventBody {
  const rpcMessage = `Result: Failure\nException: ${error.message}\nStack: ${error.stack ?? ''}`;
  return {
    EventType: EventType.TaskFailed,
    TaskScheduledId: message.taskId,
    Reason: reasonOf(message, error),
    Details: JSON.stringify({
      $type: 'System.Exception, System.Private.CoreLib',
      ClassName: 'System.Exception',
      Message: error.message,
      Data: null,
      InnerException: {
        $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
        Message: rpcMessage,
      },
    }),
    FailureDetails: failureDetailsOf(error.message),
  };
}

/** The activity that sends for callHttp is the extension's own and adds nothing. */
const reasonOf = ({ name }: ActivityMessage, { message }: Error) =>
  name === HTTP_ACTIVITY ? message : `Activity function '${name}' failed: ${message}`;

/** The SDK's exception properties provider puts its details as JSON where the message was. */
function failureDetailsOf(message: string): FailureDetails | null {
  if (!message.startsWith('{')) return null;
  try {
    const given = JSON.parse(message) as Record<string, unknown>;
    if (typeof given['errorType'] !== 'string' || typeof given['errorMessage'] !== 'string') return null;
    return {
      ErrorType: given['errorType'],
      ErrorMessage: given['errorMessage'],
      StackTrace: typeof given['stackTrace'] === 'string' ? given['stackTrace'] : null,
      IsNonRetriable: given['isNonRetriable'] === true,
      Properties: given['properties'] ?? null,
      InnerFailure: null,
    };
  } catch {
    return null;
  }
}
