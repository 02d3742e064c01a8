import { CallRegular, ChatRegular, MailRegular, PhoneRegular } from '@fluentui/react-icons';
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Channel } from '../../../../shared/core/lib/channel';
import { useTexts } from '../context';

const ICONS = { voice: CallRegular, chat: ChatRegular, sms: PhoneRegular, email: MailRegular } as const;

const useStyles = makeStyles({
  box: {
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexShrink: 0,
    width: '32px',
    height: '32px',
    borderRadius: tokens.borderRadiusMedium,
    fontSize: '18px',
  },
  voice: { backgroundColor: tokens.colorPaletteGreenBackground2, color: tokens.colorPaletteGreenForeground2 },
  chat: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground2 },
  sms: { backgroundColor: tokens.colorPaletteTealBackground2, color: tokens.colorPaletteTealForeground2 },
  email: { backgroundColor: tokens.colorPaletteMarigoldBackground2, color: tokens.colorPaletteMarigoldForeground2 },
});

/** A channel as a coloured sign; its name is read out. */
export function ChannelIcon({ channel }: { readonly channel: Channel }) {
  const styles = useStyles();
  const texts = useTexts();
  const Icon = ICONS[channel];
  return (
    <span className={mergeClasses(styles.box, styles[channel])} role="img" aria-label={texts.channels[channel]}>
      <Icon aria-hidden />
    </span>
  );
}
