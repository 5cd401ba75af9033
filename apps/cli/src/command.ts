/** What a command has of the world: so that a test can say what it is, and read what was said. */
export interface Terminal {
  /** Where relative paths begin: where the command was typed, also through `npm run`. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array | string>;
  say(line: string): void;
  complain(line: string): void;
}

export interface Command {
  /** One line: what it is for. */
  readonly does: string;
  readonly usage: string;
  /** Answers the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** How a command was typed is no use: the usage is shown, and the exit code is 2. */
export class UsageError extends Error {}
