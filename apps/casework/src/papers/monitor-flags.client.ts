import { Inject, Injectable } from '@nestjs/common';
import { httpOriginOf, TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { refuse } from '@tidemark/edge';
import { orCaseProblem } from '../refusals.js';
import { MonitorFlags } from './flag-papers.port.js';

const ANSWER_MS = 30_000;
/** Of one answer: a bundle of a group holds the hours of every account. */
const BYTES_MAX = 64 * 1024 * 1024;

@Injectable()
export class HttpMonitorFlags extends MonitorFlags {
  private readonly origin: string;

  constructor(@Inject(TIDEMARK_CONFIG) config: Pick<TidemarkConfig, 'host' | 'port' | 'monitorUrl'>) {
    super();
    this.origin = httpOriginOf(config, config.monitorUrl);
  }

  async papersOf(token: string, flag: string): Promise<{ why: object; evidence: object } | undefined> {
    const why = await this.get(token, flag, 'why');
    const evidence = why && (await this.get(token, flag, 'evidence'));
    return why === undefined || evidence === undefined ? undefined : { why, evidence };
  }

  private async get(token: string, flag: string, part: 'why' | 'evidence'): Promise<object | undefined> {
    const url = `${this.origin}/v1/flags/${encodeURIComponent(flag)}/${part}`;
    const answer = await fetch(url, {
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      // A token is for the monitor, and for no other.
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch(() => undefined);
    const body = answer === undefined ? undefined : await objectIn(answer);
    if (answer?.ok && body !== undefined) return body;
    // Any other 404 is a door that does not exist: it says nothing about the flag.
    if (answer?.status === 404 && (body as { code?: unknown } | undefined)?.code === 'FLAG_UNKNOWN') return undefined;
    return orCaseProblem<object>(refusalOf(answer?.status, flag));
  }
}

const refusalOf = (status: number | undefined, flag: string) =>
  status === 401 || status === 403
    ? refuse('FLAG_EVIDENCE_NOT_YOURS', `The evidence of flag ${flag} is not shown to you.`)
    : refuse('FLAG_EVIDENCE_UNREACHABLE', `The evidence of flag ${flag} was not answered${status === undefined ? '' : ` (${status})`}.`);

async function objectIn(answer: Response): Promise<object | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.length;
      if (bytes > BYTES_MAX) return undefined;
      chunks.push(chunk);
    }
    const json: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
