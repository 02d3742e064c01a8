import { classifyText, type TextClass } from '../../core/outbound-guard/classify-text';
import type { AddressOwner } from '../../ports/directory';
import type { Deps } from '../lib/deps';
import { entryPointOf } from '../lib/entry-point';
import { lineOf } from '../lib/line-of';
import { openOn } from '../lib/load-where';
import { noticeOf } from '../lib/notice';
import { leaveInteraction } from '../leave-interaction';
import type { Received } from './received';
import { sendGuarded } from '../send-guarded';
import { receiveMessage } from './receive-message';

/** A customer's text message, as the channel's parser says it. */
export interface SmsText {
  readonly sourceId: string;
  readonly customerAddress: string;
  readonly ourAddress: string;
  readonly externalRef: string;
  readonly text: string;
  /** What the carrier, which knows words of more languages than we do, takes the whole text for. */
  readonly keyword: TextClass;
  readonly sentAt: number;
}

/** A text to one of our numbers. STOP, START and HELP are about texting itself: no flow and no agent answers them. */
export async function receiveSms(deps: Deps, sms: SmsText): Promise<Received> {
  const owner = await deps.addresses.find(sms.ourAddress);
  if (owner === undefined) return { kind: 'notOurs' };
  const { entryPoint } = await entryPointOf(deps, owner, { channel: 'sms', ourAddress: sms.ourAddress });
  if (entryPoint === undefined) return { kind: 'notOurs' };
  const { config } = await deps.configs.live(owner.tenantId);
  switch (sms.keyword === 'none' ? classOf(sms.text, config.tenant.languages) : sms.keyword) {
    case 'stop':
      return optOut(deps, owner, sms);
    case 'start':
      return optIn(deps, owner, sms);
    case 'help':
      await say(deps, owner, sms, 'help');
      return { kind: 'answered' };
    case 'none':
      return asMessage(deps, owner, sms);
  }
}

/** In any language of the tenant: nobody knows which one a number speaks. */
const classOf = (text: string, languages: readonly string[]): TextClass =>
  languages.map((language) => classifyText(text, language)).find((found) => found !== 'none') ?? 'none';

/** One text more than the customer wants is one too many: it is confirmed the first time only. */
async function optOut(deps: Deps, owner: AddressOwner, sms: SmsText): Promise<Received> {
  const { tenantId } = owner;
  const set = await deps.directory.setOptedOut(tenantId, sms.ourAddress, sms.customerAddress, true);
  const open = await openOn(deps, lineOf({ ...sms, tenantId, channel: 'sms' }));
  if (open !== undefined) await leaveInteraction(deps, { tenantId, interactionId: open.interactionId }, 'optedOut');
  if (set === 'changed') await say(deps, owner, sms, 'optOutConfirmation');
  return { kind: 'answered' };
}

async function optIn(deps: Deps, owner: AddressOwner, sms: SmsText): Promise<Received> {
  const set = await deps.directory.setOptedOut(owner.tenantId, sms.ourAddress, sms.customerAddress, false);
  if (set === 'changed') await say(deps, owner, sms, 'optInConfirmation');
  return { kind: 'answered' };
}

/** Once, by us or by the carrier, outside of any interaction: the key is that of the text it answers, so that a repeat sends nothing new. */
async function say(
  deps: Deps,
  owner: AddressOwner,
  sms: SmsText,
  name: 'help' | 'optOutConfirmation' | 'optInConfirmation',
): Promise<void> {
  const { config } = await deps.configs.live(owner.tenantId);
  if (deps.sms[config.tenant.smsSender].answersItself(sms.text)) return;
  const text = noticeOf(config, name, config.tenant.languages[0]);
  if (text === null) return;
  const { sourceId, ourAddress, customerAddress, externalRef } = sms;
  const message = {
    key: `${owner.tenantId}/${name}/${sourceId}`,
    ourAddress,
    customerAddress,
    externalRef,
    authorName: config.tenant.name,
    text,
    html: null,
    attachments: [],
    replyTo: null,
    automatic: true,
  };
  const { tenantId } = owner;
  await sendGuarded(deps, { tenantId, channel: 'sms', purpose: 'keywordAnswer', message });
}

const asMessage = (deps: Deps, owner: AddressOwner, sms: SmsText): Promise<Received> =>
  receiveMessage(deps, {
    ...sms,
    channel: 'sms',
    owner,
    customerName: null,
    html: null,
    attachments: [],
    replyTo: null,
  });
