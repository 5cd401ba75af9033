import { createHash } from 'node:crypto';

/** Which half of a labelled set a row is in. Weights are chosen on the tuned half alone; the held half is what is reported. */
export type Half = 'tuned' | 'held';

/** By the content and not by the place, so that a row stays in its half when others come and go. The order of two names does not matter. */
export function halfOf(...names: string[]): Half {
  const key = names
    .map((name) => name.trim().toLowerCase().replace(/\s+/g, ' '))
    .sort()
    .join('|');
  return (createHash('sha256').update(key).digest()[0] as number) % 2 === 0 ? 'tuned' : 'held';
}
