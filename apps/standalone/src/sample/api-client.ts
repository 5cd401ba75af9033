import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, errorOf } from './api-error.js';
import type { TokenSource } from './client-token.js';

export interface ApiRequest {
  body?: string | Uint8Array<ArrayBuffer>;
  /** Media type of the body; JSON when absent. */
  type?: string;
  headers?: Record<string, string>;
}

const ATTEMPTS_MAX = 60;

/** A caller of the public HTTP door, with nothing that a stranger would not have: an address, and who gives it tokens. */
export class ApiClient {
  constructor(
    private readonly origin: string,
    private readonly token: TokenSource,
  ) {}

  put<Answer>(path: string, body: object): Promise<Answer> {
    return this.send('PUT', path, { body: JSON.stringify(body) });
  }

  post<Answer>(path: string, body: string): Promise<Answer> {
    return this.send('POST', path, { body });
  }

  /** Undefined when there is no such thing. */
  async find<Answer>(path: string): Promise<Answer | undefined> {
    try {
      return await this.send<Answer>('GET', path);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async canLogIn(): Promise<boolean> {
    try {
      await this.token();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'invalid_client') return false;
      throw error;
    }
  }

  /** The answer's JSON. Asked to come back later, it does; any other answer but success is an {@link ApiError}. */
  async send<Answer>(method: string, path: string, { body, type = 'application/json', headers: more }: ApiRequest = {}): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const headers = { authorization: `Bearer ${await this.token()}`, ...(body === undefined ? {} : { 'content-type': type }), ...more };
      const response = await fetch(`${this.origin}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const text = await response.text();
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
      // "Come back later" is a normal answer of a door that does not take more than it can keep.
      const later = Number(response.headers.get('retry-after') ?? Number.NaN);
      if (Number.isNaN(later) || attempt >= ATTEMPTS_MAX) throw errorOf(method, path, response.status, text);
      await sleep(Math.min(later, 5) * 1000);
    }
  }
}
