// What the pure core may never touch: asynchrony, exceptions, classes, the clock and randomness.
// The globals it may not name (timers, fetch, console, process) are a rule of oxlint's own.

const ASYNC = 'shared/core is synchronous.';
const TIME = 'Time enters shared/core as an argument.';

const isGlobal = (node, name) => node.type === 'Identifier' && node.name === name;

const pure = {
  create(context) {
    const refuse = (node, message) => context.report({ node, message });
    const refuseAsync = (node) => node.async && refuse(node, ASYNC);
    return {
      AwaitExpression: (node) => refuse(node, ASYNC),
      FunctionDeclaration: refuseAsync,
      FunctionExpression: refuseAsync,
      ArrowFunctionExpression: refuseAsync,
      ThrowStatement: (node) => refuse(node, 'shared/core returns errors as values.'),
      ClassDeclaration: (node) => refuse(node, 'shared/core has data and functions only.'),
      MemberExpression(node) {
        if (isGlobal(node.object, 'Date')) refuse(node, TIME);
        if (isGlobal(node.object, 'Math') && isGlobal(node.property, 'random'))
          refuse(node, 'Randomness enters as an argument.');
      },
      NewExpression(node) {
        if (isGlobal(node.callee, 'Date') && node.arguments.length === 0) refuse(node, TIME);
      },
    };
  },
};

export default { meta: { name: 'core' }, rules: { pure } };
