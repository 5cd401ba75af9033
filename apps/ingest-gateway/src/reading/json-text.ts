import { parseJsonExactly } from '@tidemark/contracts';
import { type DoorRefusal, refusal } from '../door-problems.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COMMA = 0x2c;

export type JsonRead = { value: unknown } | { refused: DoorRefusal };

/** Reads JSON text: UTF-8, nested no deeper than `maxDepth`, integers exact. Each way to be wrong has its own code. */
export function readJson(bytes: Uint8Array, maxDepth: number): JsonRead {
  // Before parsing, because parsing recurses.
  if (isNestedDeeperThan(bytes, maxDepth)) return { refused: refusal('JSON_TOO_DEEP', `The JSON is nested deeper than ${maxDepth}.`) };
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return { refused: refusal('BODY_NOT_UTF8', 'The bytes are not UTF-8.') };
  }
  try {
    return { value: parseJsonExactly(text) };
  } catch (error) {
    return { refused: refusal('MALFORMED_JSON', `The JSON cannot be read: ${error instanceof Error ? error.message : error}.`) };
  }
}

/** Counts brackets outside strings; bytes that are not JSON may be counted wrongly, and are refused by the parser then. */
export function isNestedDeeperThan(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i = endOfString(bytes, i);
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return false;
}

/** Place of the quote that ends the string which starts at `start`; the length when there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

/** The bytes of each element of the JSON array that `bytes` hold, as they came. To be asked only of text that was parsed as an array. */
export function elementsOf(bytes: Buffer): Buffer[] {
  const elements: Buffer[] = [];
  let depth = 0;
  let start = bytes.indexOf(OPEN_BRACKET) + 1;
  for (let i = start - 1; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
    if ((byte === COMMA && depth === 1) || (byte === CLOSE_BRACKET && depth === 0)) {
      elements.push(bytes.subarray(start, i));
      start = i + 1;
    }
  }
  return elements;
}
