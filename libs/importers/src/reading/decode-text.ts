import { gunzipSync } from 'node:zlib';
import type { ListLimits } from './list-limits.js';
import { refuse } from './list-refused.js';

/** One file of a list, as it was sent. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Encoding = 'utf-8' | 'utf-8-or-windows-1252';

/** The text of a file, unpacked when it is gzip, without its byte order mark. What is not text in the expected encoding is refused. */
export function decodeText(file: NamedBytes, encoding: Encoding, limits: ListLimits): string {
  const bytes = unpack(file, limits);
  if (bytes.length === 0) refuse('LIST_EMPTY', 'the file is empty', { file: file.name });
  if (bytes.length > limits.bytes) refuse('LIST_TOO_LARGE', `the file is larger than ${limits.bytes} bytes`, { file: file.name });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    refuse('LIST_ENCODING_WRONG', 'the file is UTF-16: UTF-8 is expected', { file: file.name });
  }
  const text = asUtf8(bytes) ?? (encoding === 'utf-8-or-windows-1252' ? asWindows1252(bytes) : undefined);
  if (text === undefined) refuse('LIST_ENCODING_WRONG', `not valid UTF-8${whereBroken(bytes)}`, { file: file.name });
  const nul = text.indexOf('\0');
  if (nul >= 0) refuse('LIST_ENCODING_WRONG', 'a NUL character is no text', { file: file.name, line: lineAt(text, nul) });
  return text;
}

/** Counted from 1. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function unpack(file: NamedBytes, limits: ListLimits): Uint8Array {
  if (file.bytes[0] !== 0x1f || file.bytes[1] !== 0x8b) return file.bytes;
  try {
    // The limit is told to zlib, so that a small file cannot unpack to more than the memory there is.
    return gunzipSync(file.bytes, { maxOutputLength: limits.bytes });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return refuse('LIST_TOO_LARGE', `the file unpacks to more than ${limits.bytes} bytes`, { file: file.name });
    }
    return code === 'Z_BUF_ERROR'
      ? refuse('LIST_TRUNCATED', 'the compressed file ends too early', { file: file.name })
      : refuse('LIST_COMPRESSION_BROKEN', `gzip: ${(error as Error).message}`, { file: file.name });
  }
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Five bytes mean nothing in Windows-1252; the decoder makes control characters of them, which is how they are found. */
function asWindows1252(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('windows-1252').decode(bytes);
  return /[\u0080-\u009f]/.test(text) ? undefined : text;
}

function whereBroken(bytes: Uint8Array): string {
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const at = lenient.indexOf('\ufffd');
  return at < 0 ? '' : `, line ${lineAt(lenient, at)}`;
}
