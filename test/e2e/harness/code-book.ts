import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './tidemark.js';

/** The codes under one heading of docs/reference/codes.md, as the world reads them. */
export function codesUnder(heading: string): string[] {
  const book = readFileSync(join(checkout(), 'docs', 'reference', 'codes.md'), 'utf8');
  const section = book.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/reference/codes.md has no heading "${heading}"`);
  return [...section.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code]) => code!);
}
