import { lookup as resolve } from 'node:dns';
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isPublicAddress } from './public-address.js';
import { webhookUrlProblem } from './webhook-url.js';

export interface WebhookPost {
  url: string;
  /** The same for every attempt to tell the message: the receiver knows repeats by it. */
  messageId: string;
  body: string;
  sentAtMs: number;
  /** `whsec_...`: each signs, so that a receiver may go from the old to the new one in its own time. */
  secrets: readonly string[];
}

/** How an attempt went. DELIVERED is a 2xx; GONE a 410, by which an endpoint says that it wants no more. */
export interface SendResult {
  outcome: 'DELIVERED' | 'GONE' | 'REFUSED' | 'REDIRECTED' | 'TIMED_OUT' | 'NOT_PUBLIC' | 'UNREACHABLE';
  status?: number;
  durationMs: number;
}

export interface SenderLimits {
  /** For tests and development alone. */
  allowPrivate: boolean;
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
/** Of the answer nothing but its status counts: more than this is cut off unread. */
const ANSWER_BYTES_MAX = 64 * 1024;
const USER_AGENT = 'Tidemark-Webhooks/1';

/**
 * Sends one webhook by the Standard Webhooks rules. Never follows a redirect, and connects to public addresses alone: the address is
 * checked when the connection is made, so a name that resolves to another address meanwhile gains nothing. Never rejects.
 */
export function sendWebhook(post: WebhookPost, { allowPrivate, timeoutMs = TIMEOUT_MS }: SenderLimits): Promise<SendResult> {
  const startedAt = performance.now();
  const after = (outcome: SendResult['outcome'], status?: number): SendResult => ({
    outcome,
    ...(status === undefined ? {} : { status }),
    durationMs: Math.round(performance.now() - startedAt),
  });
  if (webhookUrlProblem(post.url, { allowPrivate }) !== undefined) return Promise.resolve(after('NOT_PUBLIC'));
  return new Promise((done) => {
    const request = open(post, { allowPrivate, timeoutMs });
    request.on('response', (answer) => {
      readToEnd(answer, request);
      done(after(outcomeOf(answer.statusCode!), answer.statusCode));
    });
    request.on('error', (error: NodeJS.ErrnoException) => done(after(failureOf(error))));
    request.end(post.body);
  });
}

function open(post: WebhookPost, { allowPrivate, timeoutMs }: Required<SenderLimits>): ClientRequest {
  const url = new URL(post.url);
  const options: RequestOptions = {
    method: 'POST',
    headers: headersOf(post),
    // One connection for one message: none is kept that was made under an older answer of the name service.
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    ...(allowPrivate ? {} : { lookup: lookupPublic }),
  };
  return url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
}

function headersOf({ messageId, body, sentAtMs, secrets }: WebhookPost): Record<string, string> {
  const at = new Date(sentAtMs);
  return {
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
    'user-agent': USER_AGENT,
    'webhook-id': messageId,
    'webhook-timestamp': `${Math.floor(sentAtMs / 1000)}`,
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  };
}

class NotPublic extends Error {
  readonly code = 'NOT_PUBLIC';
}

/** Of the addresses of a name all must be public: which of them would be taken is not ours to choose. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const bad = error ?? (addresses.every(({ address }) => isPublicAddress(address)) && addresses.length > 0 ? null : new NotPublic());
    if (bad) return callback(bad, '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, addresses[0]!.address, addresses[0]!.family);
  });
};

function readToEnd(answer: IncomingMessage, request: ClientRequest): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) request.destroy();
  });
  // The status has decided already: how the body ends changes nothing.
  answer.on('error', () => undefined);
}

function outcomeOf(status: number): SendResult['outcome'] {
  if (status >= 200 && status < 300) return 'DELIVERED';
  if (status === 410) return 'GONE';
  return status >= 300 && status < 400 ? 'REDIRECTED' : 'REFUSED';
}

function failureOf({ code, name }: NodeJS.ErrnoException): SendResult['outcome'] {
  if (code === 'NOT_PUBLIC') return 'NOT_PUBLIC';
  return name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR' ? 'TIMED_OUT' : 'UNREACHABLE';
}
