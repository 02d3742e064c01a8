import { registerConfig } from './admin/config';
import { registerInteractions } from './agents/interactions';
import { registerOffers } from './agents/offers';
import { registerAgentState } from './agents/state';
import { registerChats } from './customers/chats';
import { registerMeasure } from './feeds/measure';
import { registerInteraction } from './durable/interaction';
import { registerBotMessages } from './inbound/bot-messages';
import { registerCallCallback } from './inbound/call-callback';
import { registerChatMessageReceived } from './inbound/chat-message-received';
import { registerEmailDeliveryReport } from './inbound/email-delivery-report';
import { registerIncomingCall } from './inbound/incoming-call';
import { registerMailNotification } from './inbound/mail-notification';
import { registerMailNotified } from './inbound/mail-notified';
import { registerRecordingFile } from './inbound/recording-file';
import { registerSmsDeliveryReport } from './inbound/sms-delivery-report';
import { registerSmsReceived } from './inbound/sms-received';
import { registerMeta } from './meta';
import { registerMusic } from './music/hold-music';
import { registerAgentStateChanged } from './routing/agent-state-changed';
import { registerAssign } from './routing/assign';
import { registerTick } from './routing/tick';
import { registerMailSweep } from './scheduled/mail-sweep';
import { registerSweep } from './scheduled/sweep';
import { registerMetrics } from './supervisors/metrics';

// Everything that Azure calls. What comes in:
registerIncomingCall();
registerCallCallback();
registerChatMessageReceived();
registerSmsReceived();
registerSmsDeliveryReport();
registerMailNotification();
registerMailNotified();
registerMailSweep();
registerEmailDeliveryReport();
registerRecordingFile();
registerBotMessages();
// Who gets it:
registerAssign();
registerAgentStateChanged();
registerTick();
// Who owns it:
registerInteraction();
registerSweep();
// What people ask for:
registerAgentState();
registerOffers();
registerInteractions();
registerChats();
registerConfig();
registerMetrics();
registerMeasure();
registerMeta();
registerMusic();
