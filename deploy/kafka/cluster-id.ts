import { randomBytes } from 'node:crypto';

/**
 * A new id of a Kafka cluster: 16 random bytes, URL-safe base64, as Kafka's own `random-uuid` makes them. Never one that begins with a
 * minus: Kafka's tools take that for an option, which would fail one first start in sixty-four.
 */
export function newClusterId(random: () => Buffer = () => randomBytes(16)): string {
  for (;;) {
    const id = random().toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
