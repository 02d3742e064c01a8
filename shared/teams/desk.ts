import type { AgentDesk, DeskAddress, DeskResult } from '../ports/agent-desk';
import { decodeActivity, encodeActivity } from './address';
import { headline, noticeCard, offerCard, type AdaptiveCard } from './cards';
import {
  createConnector,
  type Connector,
  type ConnectorAnswer,
  type ConnectorOptions,
  type ConnectorResult,
} from './connector';
import { fetchFile } from './fetch-file';
import type { Urgency } from './limits';
import type { Pace, Throttled } from './pace';

export interface TeamsDeskOptions extends ConnectorOptions {
  /** Used for agents whose own service URL is not known yet, e.g. `https://smba.trafficmanager.net/teams/`. */
  readonly serviceUrl: string;
  readonly pace: Pace;
}

type Sent = ConnectorResult | Throttled;
type Notice = Parameters<AgentDesk['showNotice']>[1];

/** The agent's side in Teams as a relay: our bot's 1:1 chat with each agent. */
export function createTeamsDesk(options: TeamsDeskOptions): AgentDesk {
  const connector = createConnector(options);
  const conversations = new Map<string, string>();
  const serviceUrlOf = (agent: DeskAddress) => agent.serviceUrl ?? options.serviceUrl;

  const paced = (
    { entraTenantId }: DeskAddress,
    conversationId: string,
    urgency: Urgency,
    send: () => Promise<ConnectorAnswer>,
  ): Promise<Sent> => options.pace.inTurn({ entraTenantId, conversationId, urgency }, send);

  async function conversationWith(agent: DeskAddress, urgency: Urgency): Promise<Sent> {
    const person = `${agent.entraTenantId}/${agent.teamsUserId}`;
    const known = agent.conversationId ?? conversations.get(person);
    if (known !== undefined) return { kind: 'done', id: known };
    const opened = await paced(agent, person, urgency, () => connector.open(serviceUrlOf(agent), agent));
    if (opened.kind === 'done') conversations.set(person, opened.id);
    return opened;
  }

  async function post(agent: DeskAddress, urgency: Urgency, activity: object): Promise<DeskResult> {
    const conversation = await conversationWith(agent, urgency);
    if (conversation.kind !== 'done') return conversation;
    const { id } = conversation;
    return shown(await paced(agent, id, urgency, () => connector.post(serviceUrlOf(agent), id, activity)), id);
  }

  return {
    presentOffer: (agent, card) => post(agent, 'offer', cardActivity(offerCard(card), headline(card), markOf(card))),
    async updateOffer(agent, ref, card) {
      const address = decodeActivity(ref);
      if (!address) return { kind: 'failed', retryable: false };
      const { conversationId, activityId } = address;
      const activity = { ...cardActivity(offerCard(card), headline(card), markOf(card)), id: activityId };
      const update = () => connector.update(serviceUrlOf(agent), conversationId, activityId, activity);
      return shown(await paced(agent, conversationId, 'text', update), conversationId, activityId);
    },
    showMessage: (agent, { from, text, ...mark }) => post(agent, 'text', textActivity(lineOf(from, text), mark)),
    isPreviewOf: (preview, { from, text }) => isPreview(preview, lineOf(from, text)),
    ...besideTexts(options, connector),
    showNotice: (agent, notice) => post(agent, 'text', noticeActivity(notice)),
  };
}

/** A card only where there is something to press. */
const noticeActivity = ({ text, actions, wrapUpChoices, transferChoices, ...mark }: Notice): object =>
  actions.length === 0
    ? textActivity(text, mark)
    : cardActivity(
        noticeCard({ interactionId: mark.interactionId, text, actions }, wrapUpChoices, transferChoices),
        text,
        mark,
      );

/** What goes beside the texts of a chat, and waits for nothing. */
const besideTexts = (
  { pace, credential, serviceUrl, fetch: send = fetch }: TeamsDeskOptions,
  connector: Connector,
): Pick<AgentDesk, 'fetchFile' | 'showTyping'> => ({
  fetchFile: (agent, file, mostBytes) =>
    fetchFile({ credential, fetch: send, serviceUrl: agent.serviceUrl ?? serviceUrl }, file, mostBytes),
  async showTyping({ conversationId, entraTenantId, serviceUrl: own }) {
    if (conversationId === null) return;
    await pace.ifFree({ entraTenantId, conversationId }, () =>
      connector.post(own ?? serviceUrl, conversationId, { type: 'typing' }),
    );
  },
});

/** Teams takes some 100 KB of a message, counted in a way it does not say; nobody reads more than this in a chat. */
const LONGEST_TEXT = 20_000;
const CUT = '…\n(It goes on at your desk.)';

function lineOf(from: string, text: string): string {
  const line = `${from}: ${text}`;
  return line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT).trimEnd()}${CUT}`;
}

/** Teams cuts the quotation of a long text; shorter than this it says the whole. */
const SHORTEST_CUT = 60;

/** Clients break and fold lines in their own ways. */
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

function isPreview(preview: string, line: string): boolean {
  const [quoted, shown] = [folded(preview), folded(line)];
  const cut = quoted.replace(/ ?(…|\.\.\.)$/, '');
  return quoted === shown || (cut.length >= SHORTEST_CUT && shown.startsWith(cut));
}

/** Carried in every activity, so that whoever reads the chat can tell a repeat: sends have no idempotency key. */
interface Mark {
  readonly key: string;
  readonly interactionId: string;
}

const markOf = ({ offerId, interactionId }: { offerId: string; interactionId: string }): Mark => ({
  key: offerId,
  interactionId,
});

const channelData = ({ key, interactionId }: Mark): object => ({
  switchboardMessageId: key,
  switchboardInteractionId: interactionId,
});

/** Plain, so that nothing a customer writes is read as Markdown. */
const textActivity = (text: string, mark: Mark): object => ({
  type: 'message',
  textFormat: 'plain',
  text,
  channelData: channelData(mark),
});

const cardActivity = (card: AdaptiveCard, summary: string, mark: Mark): object => ({
  type: 'message',
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  channelData: channelData(mark),
});

function shown(result: Sent, conversationId: string, activityId?: string): DeskResult {
  if (result.kind !== 'done') return result;
  return { kind: 'shown', ref: encodeActivity({ conversationId, activityId: activityId ?? result.id }) };
}
