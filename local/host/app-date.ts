/**
 * Makes the global `Date` tell the clock's time, for an app that is loaded afterwards. `setTimeout` stays real.
 * Gives the machine's own time, which the clock itself must go on using.
 */
export function replaceDate(now: () => number): void {
  const real = Date;
  globalThis.Date = new Proxy(real, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new real(now()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? now : (Reflect.get(target, property, receiver) as unknown),
  });
}
