/** The Message-ID that a mail of ours gets, made of the id of the operation that sends it. */
export const messageIdOf = (operationId: string, sender: string): string =>
  `<${operationId}@${sender.split('@').at(-1)}>`;
