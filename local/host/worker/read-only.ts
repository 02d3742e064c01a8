/** The library tells the platform's own errors from the app's by this property. */
export const systemError = <E extends Error>(error: E): E =>
  Object.assign(error, { isAzureFunctionsSystemError: true });

/** Gives a hook's context what hooks share: what is in those objects may be changed, the objects may not be exchanged. */
export function withReadOnly<R extends object, M extends object>(readOnly: R, context: M): R & M {
  for (const [name, value] of Object.entries(readOnly)) {
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => value as unknown,
      set() {
        throw systemError(new TypeError(`Cannot assign to read only property '${name}'`));
      },
    });
  }
  return context as R & M;
}
