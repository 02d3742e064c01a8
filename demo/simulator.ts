/** The simulator of local Azure: what customers, agents and bad luck do, and the clock. */
export interface Simulator {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: object): Promise<T>;
  /** The product's API in the name of one of its people; anything but a success throws. */
  ask<T>(person: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T>;
}

export function createSimulator(endpoint: string): Simulator {
  const call = <T>(method: string, path: string, body?: object): Promise<T> =>
    request<T>(`${endpoint}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return {
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    async ask<T>(person: string, method: string, path: string, body?: object) {
      const asked = { method, path, body };
      const answer = await call<{ status: number; body: T }>('POST', `/_local/people/${person}/ask`, asked);
      if (answer.status >= 300)
        throw new Error(`${method} ${path} of ${person} was answered with ${answer.status}: ${JSON.stringify(answer)}`);
      return answer.body;
    },
  };
}

/** A call over HTTP that succeeded; an empty answer gives undefined. */
export async function request<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url} was answered with ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
