const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** A LIKE pattern as an expression: `%` any text, `_` one character, `[a-z]` and `[^a-z]` one of a set. */
export function likeExpression(pattern: string, escape: string | null): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const end = character === '[' ? pattern.indexOf(']', at) : -1;
    if (character === escape && at + 1 < pattern.length) source += literally(pattern.charAt((at += 1)));
    else if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else if (end > at + 1) {
      source += setOf(pattern.slice(at + 1, end));
      at = end;
    } else source += literally(character);
  }
  return new RegExp(`^${source}$`, 's');
}

function setOf(inside: string): string {
  const negated = inside.startsWith('^');
  const members = (negated ? inside.slice(1) : inside).replace(/[\\\]^]/g, '\\$&');
  return `[${negated ? '^' : ''}${members}]`;
}
