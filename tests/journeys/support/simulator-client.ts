/** Calls the simulator's API. */
export interface SimulatorClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: object): Promise<T>;
  /** The product's API in the name of one of its people. */
  ask<T>(person: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer<T>>;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export function createSimulatorClient(endpoint: string): SimulatorClient {
  async function call<T>(method: string, path: string, body: object | undefined): Promise<T> {
    const response = await fetch(`${endpoint}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const post = <T>(path: string, body: object = {}) => call<T>('POST', path, body);
  return {
    get: (path) => call('GET', path, undefined),
    post,
    ask: (person, method, path, body) => post(`/_local/people/${person}/ask`, { method, path, body }),
  };
}
