import { foldText } from '../lib/fold-text';
import { compileLabel } from './compile-text';
import type { CompiledOption, MenuNode } from './compiled';
import { MENU_ATTEMPTS } from './defaults';
import { exitTo, fail, lengthOf, textOf } from './node-scope';
import type { NodeScope } from './node-scope';
import type { MenuNodeSource, MenuOptionSource } from './source';

/** A menu whose choices cannot be taken for one another. */
export function compileMenu(node: MenuNodeSource, scope: NodeScope): MenuNode {
  const options = node.options.map((option, index) => compileOption(option, index, scope));
  reportDuplicates(options, scope);
  const text = textOf(scope, node.text, ['text']);
  return {
    kind: 'menu',
    text,
    retryText: node.retryText === undefined ? text : textOf(scope, node.retryText, ['retryText']),
    options,
    timeoutMs: lengthOf(node.timeout),
    attempts: node.attempts ?? MENU_ATTEMPTS,
    otherwise: exitTo(node.otherwise),
  };
}

function compileOption(option: MenuOptionSource, index: number, scope: NodeScope): CompiledOption {
  const path = [...scope.path, 'options', index, 'label'];
  const { text: label, errors } = compileLabel(option.label, path, scope.languages);
  errors.forEach((error) => scope.report(error));
  const words = [...label.values(), ...(option.words ?? [])].map(foldText).filter((word) => word !== '');
  return { digit: option.digit, label, words: [...new Set(words)], next: exitTo(option.next) };
}

function reportDuplicates(options: readonly CompiledOption[], scope: NodeScope): void {
  const owner = new Map<string, number>();
  options.forEach((option, index) => {
    for (const choice of new Set([option.digit, ...option.words])) {
      const first = owner.get(choice);
      if (first === undefined) owner.set(choice, index);
      else fail(scope, 'duplicateChoice', ['options', index], `'${choice}' already chooses option ${first + 1}`);
    }
  });
}
