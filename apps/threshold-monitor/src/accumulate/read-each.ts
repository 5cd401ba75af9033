import type { IncomingMessage } from '@tidemark/messaging';

/** A message that cannot be read, and why: put aside, while the others go on. */
export interface Poison {
  readonly message: IncomingMessage;
  readonly reason: string;
}

export function readEach<Read>(
  messages: readonly IncomingMessage[],
  read: (message: IncomingMessage) => Read,
): { messages: Read[]; poison: Poison[] } {
  const found: Read[] = [];
  const poison: Poison[] = [];
  for (const message of messages) {
    try {
      found.push(read(message));
    } catch (error) {
      poison.push({ message, reason: (error as Error).message });
    }
  }
  return { messages: found, poison };
}
