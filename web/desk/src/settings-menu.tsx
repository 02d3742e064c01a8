import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  type MenuProps,
} from '@fluentui/react-components';
import { useTexts } from './context';
import type { Preferences } from './look/preferences';
import type { Look } from './look/use-look';

interface Shown {
  readonly name: string;
  readonly signOut: (() => Promise<void>) | null;
  readonly look: Look;
}

const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark', 'contrast'];
/** In their own words, as everywhere. */
const LANGUAGES = { en: 'English', ja: '日本語' } as const;

/** Who one is, how it looks, in which language, and the way out. */
export function SettingsMenu({ name, signOut, look }: Shown) {
  const texts = useTexts();
  const { theme, language } = look.preferences;
  const onChange: MenuProps['onCheckedValueChange'] = (_event, { name: changed, checkedItems }) =>
    look.change({ ...look.preferences, [changed]: checkedItems[0] });
  return (
    <Menu checkedValues={{ theme: [theme], language: [language] }} onCheckedValueChange={onChange}>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" title={texts.settings} icon={<Avatar name={name} size={28} color="colorful" />} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{texts.theme}</MenuGroupHeader>
            {THEMES.map((one) => (
              <MenuItemRadio key={one} name="theme" value={one}>
                {texts.themes[one]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{texts.language}</MenuGroupHeader>
            {Object.entries(LANGUAGES).map(([tag, own]) => (
              <MenuItemRadio key={tag} name="language" value={tag}>
                {own}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          {signOut !== null && (
            <>
              <MenuDivider />
              <MenuItem onClick={() => void signOut()}>{texts.signOut}</MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
