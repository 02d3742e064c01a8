import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { agentIdOf } from '../../shared/core/lib/ids';
import { agentOfPerson } from '../../shared/flows/agents/agent-of-person';
import { correctDeskText } from '../../shared/flows/agents/correct-desk-text';
import { pressCard } from '../../shared/flows/agents/press-card';
import { relayDeskText } from '../../shared/flows/agents/relay-desk-text';
import { FlowError, mayPass } from '../../shared/flows/lib/flow-error';
import { offerCard } from '../../shared/teams/cards';
import { cardAnswer, errorAnswer, textAnswer, type InvokeAnswer } from '../../shared/teams/invoke-answer';
import { originOf, parseActivity, type DeskActivity, type DeskSender } from '../../shared/teams/parse';
import { auditRefusal } from '../audit';
import type { App } from '../compose';
import { json } from '../operations';
import { onHttp } from '../register';
import { done, problem, refusedToken } from '../respond';

/** What agents write to and press in the chat with our bot. */
export const registerBotMessages = (): void => onHttp('botMessages', botMessages);

type ActivityOf<Kind extends DeskActivity['kind']> = Extract<DeskActivity, { kind: Kind }>;

/** Only an invoke's answer is read by anyone; for the rest the connector wants to know that it arrived. */
const TAKEN: HttpResponseInit = { status: 200, jsonBody: {} };

async function botMessages(app: App, request: HttpRequest): Promise<HttpResponseInit> {
  const authorization = request.headers.get('authorization');
  if (authorization === null) {
    auditRefusal(app, { operation: 'botMessages', status: 401, why: 'missing' });
    return refusedToken('missing');
  }
  const body = await json(request);
  const origin = originOf(body);
  if (origin === undefined) return problem('invalid', 'That is no activity.');
  const validated = await (await app.botTokens()).validate(authorization, origin);
  if (validated.kind === 'refused') {
    auditRefusal(app, { operation: 'botMessages', status: 401, why: validated.refusal });
    return refusedToken(validated.refusal);
  }
  return take(app, parseActivity(body));
}

async function take(app: App, activity: DeskActivity): Promise<HttpResponseInit> {
  switch (activity.kind) {
    case 'malformed':
      app.deps.log.warn('activity malformed');
      return problem('invalid', 'The activity could not be read.');
    case 'unsupported':
      app.deps.log.info('activity of another kind', { what: activity.what });
      return TAKEN;
    case 'removed':
      await forgetDesk(app, activity.sender);
      return TAKEN;
    case 'installed':
      await rememberDesk(app, activity.sender);
      return TAKEN;
    case 'message':
      await relay(app, activity);
      return TAKEN;
    case 'changed':
      await change(app, activity);
      return TAKEN;
    case 'cardAction':
      return done(await press(app, activity));
  }
}

/** The agent who did it. Where they are reached is kept: an installation may have been missed, and addresses move. */
async function rememberDesk({ deps }: App, sender: DeskSender) {
  const { entraTenantId, entraObjectId, conversationId, serviceUrl } = sender;
  const found = await agentOfPerson(deps, { entraTenantId, objectId: entraObjectId });
  if (found === undefined) {
    deps.log.info('activity of nobody who answers customers');
    return undefined;
  }
  const agentId = agentIdOf(found.agent.id);
  const known = await deps.directory.desk(found.tenantId, agentId);
  if (known?.conversationId !== conversationId || known.serviceUrl !== serviceUrl)
    await deps.directory.putDesk(found.tenantId, agentId, { conversationId, serviceUrl });
  return { tenantId: found.tenantId, agentId };
}

/** An agent without the bot is unreachable: what is offered to them goes to the next at once. */
async function forgetDesk({ deps }: App, { entraTenantId, entraObjectId }: DeskSender): Promise<void> {
  const found = await agentOfPerson(deps, { entraTenantId, objectId: entraObjectId });
  if (found === undefined) return;
  await deps.directory.forgetDesk(found.tenantId, agentIdOf(found.agent.id));
  deps.log.warn('bot removed by an agent', { agentId: found.agent.id });
}

async function relay(app: App, { sender, kind: _kind, sentAt, ...written }: ActivityOf<'message'>): Promise<void> {
  const who = await rememberDesk(app, sender);
  if (who === undefined) return;
  await relayDeskText(app.deps, { ...who, ...written, sentAt: sentAt ?? app.deps.clock.now() });
}

async function change(app: App, { sender, messageId, text, changedAt }: ActivityOf<'changed'>): Promise<void> {
  const who = await rememberDesk(app, sender);
  if (who === undefined) return;
  await correctDeskText(app.deps, { ...who, messageId, text, changedAt: changedAt ?? app.deps.clock.now() });
}

async function press(app: App, activity: ActivityOf<'cardAction'>): Promise<InvokeAnswer> {
  const who = await rememberDesk(app, activity.sender);
  if (who === undefined) return textAnswer('You are not set up to answer customers here.');
  const { kind: _kind, sender: _sender, ...action } = activity;
  try {
    const pressed = { ...who, ...action };
    const answer = await pressCard(app.deps, pressed);
    return answer.kind === 'card' ? cardAnswer(offerCard(answer.card)) : textAnswer(answer.text);
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return mayPass(error) ? errorAnswer(error.code, error.message) : textAnswer(error.message);
  }
}
