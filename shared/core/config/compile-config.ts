import type { Channel } from '../lib/channel';
import type { Result } from '../lib/result';
import { err, ok } from '../lib/result';
import { checkCallbacks } from './check-callbacks';
import { checkRecording } from './check-recording';
import { checkSenders } from './check-senders';
import { checkShifts, type ZoneOffset } from './check-shifts';
import { checkStaffing } from './check-staffing';
import { byId, itemsOf, mapValues, sectionOf } from './collect';
import type { Located, Report } from './collect';
import { checkPersons, compileAgent } from './compile-agent';
import { compileAlerts } from './compile-alerts';
import { compileConversation } from './compile-conversation';
import { checkAddresses, checkCallerIds, checkSendAs, compileEntryPoint } from './compile-entry-point';
import { compileFlows, type CompiledFlows } from './compile-flows';
import { compileHours } from './compile-hours';
import { compileAudio, compileLookUp } from './compile-look-up';
import { checkOverflowLoops, checkRoutingNames, checkRuleVariables } from './check-routing';
import { compileDelays } from './compile-delays';
import { compileQueueEntry } from './compile-queue';
import { compileTeam, type Team } from './compile-team';
import { compileCapacity, compileTenant } from './compile-tenant';
import { compileAssistant, compileNotices, compileReply } from './compile-texts';
import type { CompiledConfig, ConfigError, Queue, Supervisor, Tenant, WrapUpCode } from './compiled';
import { CAPACITY } from './defaults';
import type { ConfigSource, TenantSource, WrapUpCodeSource } from './document';
import { compileVoiceApps } from './voice-apps';
import type { SupervisorSource } from './supervisor-source';

/**
 * A tenant's configuration that can be run, or every reason why it cannot, each with its file and field. What compiles
 * holds together: every name leads somewhere, every agent is in one shard, every queue has somebody who can answer.
 */
export function compileConfig(
  source: ConfigSource,
  offset: ZoneOffset,
): Result<CompiledConfig, readonly [ConfigError, ...ConfigError[]]> {
  const errors: ConfigError[] = [];
  const report: Report = (code, { file, path }, field, message) => {
    errors.push({ code, file, path: [...path, ...field], message });
  };
  const tenant = sectionOf(source, 'tenant', report);
  if (tenant === null) {
    const file = source.parts[0]?.file ?? source.flows[0]?.file ?? '';
    return err([{ code: 'tenantMissing', file, path: ['tenant'], message: 'no file has the section tenant' }]);
  }
  const config = compileSections(source, tenant, { offset, report });
  const [first, ...others] = errors;
  return first === undefined ? ok(config) : err([first, ...others]);
}

interface Compiling {
  readonly offset: ZoneOffset;
  readonly report: Report;
}

function compileSections(source: ConfigSource, item: Located<TenantSource>, compiling: Compiling): CompiledConfig {
  const { report } = compiling;
  const tenant = compileTenant(item, report);
  const check = { languages: tenant.languages, report };
  const places = compilePlaces(source, item, report);
  const { skills, queues, hours, shardIds, agents } = places;
  const assistants = mapValues(byId(itemsOf(source, 'assistants'), report), (one) => compileAssistant(one, check));
  const entries = byId(itemsOf(source, 'entryPoints'), report);
  const lookUps = mapValues(byId(itemsOf(source, 'lookUps'), report), (one) => compileLookUp(one, report));
  const audio = mapValues(byId(itemsOf(source, 'audio'), report), compileAudio);
  const flows = compileFlows(source, { ...places, tenant, assistants, lookUps, audio, entryPoints: entries }, report);
  checkAddresses(entries.values(), report);
  checkCallerIds([...entries.values()], report);
  checkSendAs([...entries.values()], tenant, report);
  const entryPoints = mapValues(entries, (one) =>
    compileEntryPoint(one, { flows: flows.known, queues, tenant }, report),
  );
  const used = new Set([...entryPoints.values()].map(({ channel }) => channel));
  const conversation = compileConversation(sectionOf(source, 'conversation', report), hours, report);
  checkBusinessDays(item, used, conversation, report);
  const notices = compileNotices(source, used, check);
  checkCallbacks(source, { flows: flows.compiled, notices, conversation, entryPoints }, report);
  checkRecording(places.queueItems, queues, notices, report);
  checkSenders(source, { senders: conversation.sms.senders, countries: tenant.countries, entryPoints }, report);
  checkPeople(places, tenant, flows, compiling);
  return {
    tenant,
    ...{ skills, hours, shardIds, queues, agents, assistants, lookUps, entryPoints },
    supervisors: compileSupervisors(source, places, report),
    flows: new Map(flows.compiled.map(({ flow }) => [flow.id, flow])),
    voiceApps: compileVoiceApps(source, entryPoints, report),
    wrapUpCodes: mapValues(byId(itemsOf(source, 'wrapUpCodes'), report), (one) => compileCode(one, queues, report)),
    cannedReplies: mapValues(byId(itemsOf(source, 'cannedReplies'), report), (one) => compileReply(one, check)),
    notices,
    conversation,
    alerts: compileAlerts(sectionOf(source, 'alerts', report), queues, report),
  };
}

/** Whether those who come to a queue find somebody, whatever rule they match and whenever it is open. */
function checkPeople(
  { staffing, hours }: ReturnType<typeof compilePlaces>,
  { timeZone }: Tenant,
  flows: CompiledFlows,
  { offset, report }: Compiling,
): void {
  for (const one of staffing.queues.values()) checkRuleVariables(one, flows.variables, report);
  checkStaffing({ ...staffing, flows: flows.compiled }, report);
  checkShifts({ ...staffing, hours, zones: { ofTenant: timeZone, offset } }, report);
}

function checkBusinessDays(
  { file }: Located<TenantSource>,
  used: ReadonlySet<Channel>,
  { email }: CompiledConfig['conversation'],
  report: Report,
): void {
  if (!used.has('email') || email.businessHoursId !== null) return;
  const at = { file, path: ['conversation', 'email', 'businessHours'] };
  report('unknownHours', at, [], 'e-mail rests by business days: name the hours that say which days those are');
}

/** Who works where, and when: skills, hours, shards, queues and agents. */
function compilePlaces(source: ConfigSource, item: Located<TenantSource>, report: Report) {
  const skillItems = byId(itemsOf(source, 'skills'), report);
  const skills = mapValues(skillItems, ({ value }) => value);
  const hours = mapValues(byId(itemsOf(source, 'hours'), report), (one) =>
    compileHours(one, item.value.timeZone, report),
  );
  const shardIds = [...byId(itemsOf(source, 'shards'), report).keys()];
  if (shardIds.length === 0)
    report('shardMissing', { file: item.file, path: ['shards'] }, [], 'name at least one shard');
  const queueItems = byId(itemsOf(source, 'queues'), report);
  const queueEntries = mapValues(queueItems, (one) => ({
    item: one,
    queue: compileQueueEntry(one, { shardIds, skills, hours }, report),
  }));
  const named = new Map([...queueEntries].map(([id, { queue }]) => [id, queue]));
  const capacity = item.value.capacity === undefined ? CAPACITY : compileCapacity(item.value.capacity, item, report);
  const agentItems = byId(itemsOf(source, 'agents'), report);
  checkPersons(agentItems.values(), report);
  const teams = mapValues(byId(itemsOf(source, 'teams'), report), (one) =>
    compileTeam(one, { skills, queues: named, hours }, report),
  );
  const agents = mapValues(agentItems, (one) =>
    compileAgent(one, { shardIds, skills, queues: named, teams, capacity, hours }, report),
  );
  const queues = compileDelays(queueEntries, agents, report);
  for (const one of queueItems.values()) checkRoutingNames(one, queues, agents, report);
  checkOverflowLoops(queueItems, report);
  const staffing = { agents: [...agents.values()], skills: skillItems, queues: queueEntries };
  return { skills, hours, shardIds, queues, queueItems, agents, teams, staffing };
}

interface Overseen {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly teams: ReadonlyMap<string, Team>;
}

const compileSupervisors = (source: ConfigSource, overseen: Overseen, report: Report) =>
  mapValues(byId(itemsOf(source, 'supervisors'), report), (one) => compileSupervisor(one, overseen, report));

function compileSupervisor(item: Located<SupervisorSource>, known: Overseen, report: Report): Supervisor {
  const { id, entraObjectId, queues, teams } = item.value;
  checkQueues(item, queues, known.queues, report);
  const ofTeams = (teams ?? []).flatMap((team, index) => {
    const found = known.teams.get(team);
    if (found === undefined) report('unknownTeam', item, ['teams', index], `there is no team '${team}'`);
    return found?.queueIds ?? [];
  });
  const isOfAll = queues === undefined && teams === undefined;
  return { id, entraObjectId, queueIds: isOfAll ? null : [...new Set([...(queues ?? []), ...ofTeams])] };
}

function checkQueues(
  item: Located<unknown>,
  queues: readonly string[] | undefined,
  known: ReadonlyMap<string, Queue>,
  report: Report,
): void {
  queues?.forEach((queue, index) => {
    if (!known.has(queue)) report('unknownQueue', item, ['queues', index], `there is no queue '${queue}'`);
  });
}

function compileCode(item: Located<WrapUpCodeSource>, known: ReadonlyMap<string, Queue>, report: Report): WrapUpCode {
  const { id, name, queues } = item.value;
  checkQueues(item, queues, known, report);
  return { id, name, queueIds: queues ?? null };
}
