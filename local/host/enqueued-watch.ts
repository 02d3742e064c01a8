/** Tells who listens to a queue that a function of this host has put something on it (azure-sdk-for-net, SharedQueueWatcher). */
export interface EnqueuedWatch {
  notify(queue: string): void;
  register(queue: string, wake: () => void): void;
}

export function createEnqueuedWatch(): EnqueuedWatch {
  const listeners = new Map<string, (() => void)[]>();
  return {
    notify: (queue) => listeners.get(queue)?.forEach((wake) => wake()),
    register: (queue, wake) => void listeners.set(queue, [...(listeners.get(queue) ?? []), wake]),
  };
}
