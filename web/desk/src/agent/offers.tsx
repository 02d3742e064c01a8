import { Button, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useRef, useState } from 'react';
import type { OfferView } from '../../../../shared/contracts/http/agents';
import { troubleText, useAct, useApi, useNow, useTexts } from '../context';
import { ApiError } from '../data/api';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { clockText } from '../lib/durations';
import { ChannelIcon } from '../look/channel-icon';
import { SectionTitle } from '../look/section-title';
import { customerOf } from './contact-facts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    borderLeft: `3px solid ${tokens.colorBrandStroke1}`,
  },
  head: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center', minWidth: 0 },
  who: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
  buttons: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: tokens.spacingHorizontalS },
  time: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
});

interface Shown {
  readonly state: DeskState;
  readonly source: Source<DeskState>;
  readonly onAccepted: (interactionId: string) => void;
}

/** What is offered to the agent now, each with the time that is left to answer. */
export function Offers({ state, source, onAccepted }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const [gone, setGone] = useState(false);
  const { agent, offers } = state;
  const nothing = agent.availability.kind === 'ready' ? texts.noOffers : texts.noOffersUntilReady;
  return (
    <section className={styles.section} aria-label={texts.offers} aria-live="polite">
      <SectionTitle words={texts.offers} count={offers.length} />
      {gone && (
        <Text role="status" size={200}>
          {texts.offerGone}
        </Text>
      )}
      {offers.length === 0 && (
        <Text className={styles.quiet} size={200}>
          {nothing}
        </Text>
      )}
      {offers.map((offer) => (
        <OfferCard key={offer.offerId} offer={offer} source={source} onAccepted={onAccepted} onGone={setGone} />
      ))}
    </section>
  );
}

interface CardShown {
  readonly offer: OfferView;
  readonly source: Source<DeskState>;
  readonly onAccepted: (interactionId: string) => void;
  readonly onGone: (isGone: boolean) => void;
}

function OfferCard({ offer, source, onAccepted, onGone }: CardShown) {
  const styles = useStyles();
  const texts = useTexts();
  const { channel, queueName, waitingSince, skills, note } = offer;
  const now = useNow();
  const answer = useAnswers(offer, source, onAccepted, onGone);
  const who = customerOf(offer, texts);
  const about = [queueName, ...skills].filter((one) => one !== null).join(' · ');
  return (
    <article className={styles.card} aria-label={texts.offerOf(texts.channels[channel], who)}>
      <div className={styles.head}>
        <ChannelIcon channel={channel} />
        <div className={styles.who}>
          <Text weight="semibold" truncate wrap={false} block>
            {who}
          </Text>
          <Text size={200} className={styles.quiet}>
            {about}
          </Text>
        </div>
      </div>
      {waitingSince !== null && (
        <Text size={200} className={styles.quiet}>
          {texts.waited(clockText(now - waitingSince))}
        </Text>
      )}
      {note !== null && (
        <Text size={200}>
          <strong>{texts.noteFromColleague}:</strong> {note}
        </Text>
      )}
      <TimeLeft answerBy={offer.answerBy} now={now} />
      {answer.trouble !== null && <Text role="alert">{troubleText(texts, answer.trouble)}</Text>}
      <div className={styles.buttons}>
        <Button appearance="primary" disabled={answer.isBusy} onClick={answer.accept}>
          {texts.accept}
        </Button>
        <Button disabled={answer.isBusy} onClick={answer.decline}>
          {texts.decline}
        </Button>
      </div>
    </article>
  );
}

/** Accept and decline. An offer that went elsewhere in the meantime says so and leaves. */
function useAnswers(
  { offerId, interactionId }: OfferView,
  source: Source<DeskState>,
  onAccepted: (interactionId: string) => void,
  onGone: (isGone: boolean) => void,
) {
  const api = useApi();
  const answer = useCallback(
    async (id: 'acceptOffer' | 'declineOffer') => {
      onGone(false);
      try {
        await api.call(id, { params: { offerId } });
        if (id === 'acceptOffer') onAccepted(interactionId);
      } catch (error) {
        if (!(error instanceof ApiError) || (error.code !== 'gone' && error.code !== 'notFound')) throw error;
        onGone(true);
      } finally {
        await source.refresh();
      }
    },
    [api, offerId, interactionId, source, onAccepted, onGone],
  );
  const accepting = useAct(useCallback(() => answer('acceptOffer'), [answer]));
  const declining = useAct(useCallback(() => answer('declineOffer'), [answer]));
  return {
    isBusy: accepting.isBusy || declining.isBusy,
    trouble: accepting.trouble ?? declining.trouble,
    accept: () => void accepting.run(),
    decline: () => void declining.run(),
  };
}

const URGENT_MS = 8_000;

function TimeLeft({ answerBy, now }: { readonly answerBy: number; readonly now: number }) {
  const styles = useStyles();
  const texts = useTexts();
  const left = Math.max(0, answerBy - now);
  // As it was when the card appeared: the bar runs down from there.
  const whole = useRef(Math.max(left, 1));
  return (
    <div className={styles.time}>
      <Text size={200} weight="semibold">
        {texts.answerWithin(Math.ceil(left / 1000))}
      </Text>
      <ProgressBar
        aria-label={texts.answerWithin(Math.ceil(left / 1000))}
        value={Math.min(1, left / whole.current)}
        color={left < URGENT_MS ? 'error' : 'brand'}
        thickness="large"
      />
    </div>
  );
}
