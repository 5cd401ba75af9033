/**
 * A text that PostgreSQL cannot hold, and so cannot look for either: one with the character U+0000. What is written was checked
 * before; in a question it comes from the client, whom the edges answer by `status`.
 */
export class UnstorableText extends Error {
  readonly status = 400;

  constructor(cause: unknown) {
    super('A text in the request contains the character U+0000, which no id or name contains.', { cause });
    this.name = 'UnstorableText';
  }
}
