import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Terminal } from '../command.js';

/** Far more than any bundle that is given out; a file that is none must not fill the memory. */
const BYTES_MAX = 512 * 1024 * 1024;
const ANSWER_MS = 60_000;

/** A bundle cannot be had, or is no JSON. */
export class Unreadable extends Error {}

export interface BundleFile {
  readonly json: unknown;
  /** Of the bytes as they came, in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** From a file, from standard input ("-"), or from the address of a flag's evidence, with the token in TIDEMARK_TOKEN. */
export async function readBundle(source: string, terminal: Terminal): Promise<BundleFile> {
  const bytes = await bytesOf(source, terminal);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), sha256, bytes: bytes.length };
  } catch (error) {
    throw new Unreadable(`${source} is not JSON: ${(error as Error).message}`);
  }
}

function bytesOf(source: string, terminal: Terminal): Promise<Buffer> {
  if (source === '-') return gathered(terminal.input, source);
  return /^https?:\/\//i.test(source) ? fetched(source, terminal) : fileBytes(resolve(terminal.directory, source));
}

async function fileBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      if ((await file.stat()).size > BYTES_MAX) throw new Unreadable(`${path} is larger than ${BYTES_MAX} bytes: no bundle is.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(`${path} cannot be read: ${(error as Error).message}`);
  }
}

async function fetched(url: string, { environment }: Terminal): Promise<Buffer> {
  const { TIDEMARK_TOKEN: token } = environment;
  const answer = await fetch(url, {
    headers: { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    // A token is for the address that was typed, and for no other.
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error: unknown) => {
    throw new Unreadable(`${url} does not answer: ${reasonOf(error)}`);
  });
  if (!answer.ok || !answer.body) {
    const hint = answer.status === 401 ? ' Put a token into TIDEMARK_TOKEN.' : '';
    throw new Unreadable(`${url} answered ${answer.status}.${hint}`);
  }
  return gathered(answer.body, url);
}

async function gathered(parts: AsyncIterable<Uint8Array | string>, source: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const part of parts) {
    const chunk = Buffer.from(part as Uint8Array);
    bytes += chunk.length;
    if (bytes > BYTES_MAX) throw new Unreadable(`${source} is larger than ${BYTES_MAX} bytes: no bundle is.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
};
