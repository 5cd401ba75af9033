import { createReadStream } from 'node:fs';
import { CaseChain } from './case-chain.js';
import type { CaseVerdict } from './verdict.js';

/** An exported log, line by line: never more of it in memory than one. */
export async function verifyLog(path: string): Promise<CaseVerdict> {
  const chain = new CaseChain();
  let header: { version?: unknown; hash?: unknown; case?: unknown; authority?: unknown } | undefined;
  for await (const text of linesOf(path)) {
    if (text.trim() === '') continue;
    const line = parsed(text);
    if (header === undefined) {
      if ((line as { format?: unknown } | undefined)?.format !== 'tidemark-case-log-1')
        return { verdict: 'UNREADABLE', why: 'the first line is no header of a log: it has to say "format": "tidemark-case-log-1"' };
      header = line as object;
      continue;
    }
    const broken = chain.take(line);
    if (broken) return { verdict: 'BROKEN', ...broken };
  }
  if (header === undefined) return { verdict: 'UNREADABLE', why: 'there is nothing in it' };
  if (header.version !== chain.entries)
    return {
      verdict: 'BROKEN',
      entry: chain.entries + 1,
      why: `the header speaks of ${header.version} entries, and ${chain.entries} are here`,
    };
  if (header.hash !== chain.hash)
    return { verdict: 'BROKEN', entry: chain.entries, why: 'the last entry is not the one that the header names' };
  if (!chain.isOf(header)) return { verdict: 'BROKEN', entry: 1, why: 'it opens another case than the header names' };
  return { verdict: 'INTACT', case: String(header.case), chain };
}

/** By "\n" alone. Node's readline ends a line at U+2028 too, which stands as it is in what somebody pasted into a note. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
