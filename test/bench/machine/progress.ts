/** How far a drain had come, when. */
export interface Sample {
  atMs: number;
  /** Messages whose effect is durable. */
  messages: number;
}

export interface DrainRate {
  recordsPerSecond: number;
  /** From the first durable message to the last. */
  seconds: number;
}

/**
 * Records a second from the first sample that shows progress to the last one: what is done before the first durable message
 * (start, joining, compiling) is nobody's rate, so the messages of that first sample are not counted either.
 */
export function drainRate(samples: readonly Sample[], recordsPerMessage: number): DrainRate {
  const first = samples.find(({ messages }) => messages > 0);
  const last = samples.at(-1);
  if (!first || !last || last.atMs === first.atMs) throw new Error('the drain was over before it could be measured: fill more reports');
  const seconds = (last.atMs - first.atMs) / 1000;
  return { recordsPerSecond: ((last.messages - first.messages) * recordsPerMessage) / seconds, seconds };
}
