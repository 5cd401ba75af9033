import type { ApiClient, ApiRequest } from '../sample/api-client.js';
import { ApiError } from '../sample/api-error.js';

/** As much of a customer record as the sample world looks at. */
export interface CustomerStanding {
  id: string;
  level: 'NONE' | 'BASIC' | 'IDENTIFIED' | 'ENHANCED';
}

interface FileToSend {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
}

/**
 * Fills the registry in steps that can be repeated: each has an idempotency key of its own, so that a start that was killed is gone on with
 * by doing everything again. Answers are kept for a week; after that, what exists already is known by the code of its refusal.
 */
export class RegistryClient {
  constructor(private readonly client: ApiClient) {}

  /** Answers undefined when it was done already, in a start of long ago. */
  step<Answer>(key: string, path: string, body: object, doneAlready: readonly string[] = []): Promise<Answer | undefined> {
    return this.keyed(key, 'POST', path, { body: JSON.stringify(body) }, doneAlready);
  }

  put<Answer>(key: string, path: string, body: object, doneAlready: readonly string[] = []): Promise<Answer | undefined> {
    return this.keyed(key, 'PUT', path, { body: JSON.stringify(body) }, doneAlready);
  }

  /** Sends a file. */
  send<Answer>(
    key: string,
    path: string,
    { bytes: body, type }: FileToSend,
    doneAlready: readonly string[] = [],
  ): Promise<Answer | undefined> {
    return this.keyed(key, 'POST', path, { body, type }, doneAlready);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.client.send('GET', path);
  }

  /** The provider's record of this reference. */
  async byReference(reference: string): Promise<CustomerStanding | undefined> {
    const { items } = await this.get<{ items: CustomerStanding[] }>(`/v1/customers?reference=${encodeURIComponent(reference)}`);
    return items[0];
  }

  private async keyed<Answer>(
    key: string,
    method: 'POST' | 'PUT',
    path: string,
    request: ApiRequest,
    doneAlready: readonly string[],
  ): Promise<Answer | undefined> {
    try {
      return await this.client.send<Answer>(method, path, { ...request, headers: { 'idempotency-key': `sample-world/${key}` } });
    } catch (error) {
      if (error instanceof ApiError && error.code !== undefined && doneAlready.includes(error.code)) return undefined;
      throw error;
    }
  }
}
