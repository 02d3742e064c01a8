import { act } from './api';
import { complain, h, showOnce } from './dom';

export interface Played {
  /** The name of the one that is on; null where nobody is simulated. */
  readonly scenario: string | null;
  readonly scenarios: readonly { readonly name: string; readonly story: string }[];
}

interface ScenarioChoice {
  readonly element: HTMLElement;
  show(played: Played): void;
}

/** Chooses what simulated people play, and tells the story of what is on. */
export function createScenarioChoice(): ScenarioChoice {
  const select = h('select', { 'aria-label': 'Scenario', onchange: () => void play(select) });
  const story = h('span', { class: 'muted' });
  const element = h('span', { class: 'scenario', hidden: true }, select, story);
  return {
    element,
    show({ scenario, scenarios }) {
      element.hidden = scenario === null;
      const names = scenarios.map(({ name }) => name);
      showOnce(select, names.join(), () => scenarios.map(({ name }) => h('option', { value: name }, titleOf(name))));
      // A choice that somebody is making stays.
      if (document.activeElement !== select) select.value = scenario ?? '';
      const told = scenarios.find(({ name }) => name === scenario)?.story ?? '';
      showOnce(story, told, () => [told]);
    },
  };
}

/** `monday-rush` is a name to type. */
const titleOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

async function play(select: HTMLSelectElement): Promise<void> {
  try {
    await act('people/scenario', { name: select.value });
  } catch (error) {
    complain(error);
  } finally {
    select.blur();
  }
}
