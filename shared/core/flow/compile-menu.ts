import { foldText } from '../lib/fold-text';
import type { CompiledOption, MenuNode } from './nodes-ask';
import { askingOf, exitTo, fail, labelOf } from './node-scope';
import type { NodeScope } from './node-scope';
import type { MenuNodeSource, MenuOptionSource } from './source';

/** A menu whose choices cannot be taken for one another. */
export function compileMenu(node: MenuNodeSource, scope: NodeScope): MenuNode {
  const options = node.options.map((option, index) => compileOption(option, index, scope));
  reportDuplicates(options, scope);
  return { kind: 'menu', ...askingOf(scope, node), options, otherwise: exitTo(node.otherwise) };
}

function compileOption(option: MenuOptionSource, index: number, scope: NodeScope): CompiledOption {
  const label = labelOf(scope, option.label, ['options', index, 'label']);
  const words = foldWords([...label.values(), ...(option.words ?? [])]);
  return { digit: option.digit, label, words, next: exitTo(option.next) };
}

/** Words as they are compared: folded, each once. */
export const foldWords = (words: readonly string[]): readonly string[] => [
  ...new Set(words.map(foldText).filter((word) => word !== '')),
];

/** Reports a key or word that would choose two of the options. */
export function reportDuplicates(
  options: readonly { readonly digit: string; readonly words: readonly string[] }[],
  scope: NodeScope,
): void {
  const owner = new Map<string, number>();
  options.forEach((option, index) => {
    for (const choice of new Set([option.digit, ...option.words])) {
      const first = owner.get(choice);
      if (first === undefined) owner.set(choice, index);
      else fail(scope, 'duplicateChoice', ['options', index], `'${choice}' already chooses option ${first + 1}`);
    }
  });
}
