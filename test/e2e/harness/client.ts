/** A client of the public API, with nothing that a stranger would not have: an address, an id and a secret. */

export interface ClientEntry {
  name: string;
  provider: string | null;
  role: string;
  clientId: string;
  clientSecret: string;
  scopes: string[];
  kafka?: KafkaEntry;
}

export interface KafkaEntry {
  username: string;
  password: string;
  bootstrap: string;
  intakeTopic: string;
  verdictsTopic: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

export type Body = NonNullable<RequestInit['body']>;

export class Client {
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(
    readonly origin: string,
    readonly tokenEndpoint: string,
    readonly entry: Pick<ClientEntry, 'name' | 'clientId' | 'clientSecret' | 'kafka'>,
  ) {}

  /** With all scopes of the client, or those that are named. */
  token(scope = ''): Promise<string> {
    const known = this.#tokens.get(scope);
    if (known) return known;
    const asked = this.#ask(scope);
    this.#tokens.set(scope, asked);
    return asked;
  }

  async #ask(scope: string): Promise<string> {
    const { clientId, clientSecret } = this.entry;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const body = new URLSearchParams(scope === '' ? form : { ...form, scope });
    const response = await fetch(this.tokenEndpoint, { method: 'POST', body });
    const text = await response.text();
    if (!response.ok) throw new Error(`No token for ${this.entry.name}: ${response.status} ${text}`);
    return (JSON.parse(text) as { access_token: string }).access_token;
  }

  get(path: string, scope?: string): Promise<Answer> {
    return this.send('GET', path, undefined, {}, scope);
  }

  put(path: string, body: object, scope?: string): Promise<Answer> {
    return this.send('PUT', path, JSON.stringify(body), { 'content-type': 'application/json' }, scope);
  }

  /** One report, or several as an array, as JSON. */
  report(report: object, scope?: string): Promise<Answer> {
    return this.send('POST', '/v1/reports', JSON.stringify(report), { 'content-type': 'application/json' }, scope);
  }

  async send(method: string, path: string, body?: Body, headers: Record<string, string> = {}, scope?: string): Promise<Answer> {
    return request(`${this.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.token(scope)}`, ...headers },
      ...(body !== undefined && { body }),
    });
  }
}

export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') && !/ndjson|jsonl/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: json && text !== '' ? JSON.parse(text) : undefined };
}
