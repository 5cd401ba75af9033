import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientCredentials } from '../credentials/credentials-file.js';

/** An answer that was not expected. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

const ATTEMPTS_MAX = 60;

/** A client of the public HTTP door, with nothing that a stranger would not have: an address, an id and a secret. */
export class ApiClient {
  private token: { value: string; untilMs: number } | undefined;

  constructor(
    private readonly origin: string,
    private readonly tokenEndpoint: string,
    private readonly credentials: Pick<ClientCredentials, 'clientId' | 'clientSecret'>,
  ) {}

  put<Answer>(path: string, body: object): Promise<Answer> {
    return this.call('PUT', path, JSON.stringify(body));
  }

  post<Answer>(path: string, body: string): Promise<Answer> {
    return this.call('POST', path, body);
  }

  /** Undefined when there is no such thing. */
  async find<Answer>(path: string): Promise<Answer | undefined> {
    try {
      return await this.call<Answer>('GET', path);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async canLogIn(): Promise<boolean> {
    try {
      await this.bearer();
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'invalid_client') return false;
      throw error;
    }
  }

  private async call<Answer>(method: string, path: string, body?: string): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const headers = {
        authorization: `Bearer ${await this.bearer()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const response = await fetch(`${this.origin}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const text = await response.text();
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
      // "Come back later" is a normal answer of a door that does not take more than it can keep.
      const later = Number(response.headers.get('retry-after') ?? Number.NaN);
      if (Number.isNaN(later) || attempt >= ATTEMPTS_MAX) throw errorOf(method, path, response.status, text);
      await sleep(Math.min(later, 5) * 1000);
    }
  }

  private async bearer(): Promise<string> {
    if (this.token && Date.now() < this.token.untilMs) return this.token.value;
    const { clientId, clientSecret } = this.credentials;
    const response = await fetch(this.tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const text = await response.text();
    if (!response.ok) throw errorOf('POST', this.tokenEndpoint, response.status, text);
    const { access_token, expires_in } = JSON.parse(text) as { access_token: string; expires_in: number };
    this.token = { value: access_token, untilMs: Date.now() + (expires_in - 60) * 1000 };
    return access_token;
  }
}

function errorOf(method: string, path: string, status: number, text: string): ApiError {
  let code: string | undefined;
  try {
    const { code: stated, error } = JSON.parse(text) as { code?: string; error?: string };
    code = stated ?? error;
  } catch {
    // Not every answer on the way is ours, or JSON.
  }
  return new ApiError(status, code, `${method} ${path} answered ${status}: ${text.slice(0, 500)}`);
}
