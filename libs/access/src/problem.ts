import { HttpException } from '@nestjs/common';

/** One row of an edge's table: how a refusal is answered. */
export interface Problem {
  /** HTTP status, 400 to 599. */
  status: number;
  /** The same sentence for every occurrence. */
  title: string;
  /** When the caller may try again. */
  retryAfterSeconds?: number;
}

/** What is said about one occurrence. Members beside `code` and `detail` stand in the answer as they are. */
export interface Occurrence {
  /** Stable, UPPER_SNAKE_CASE. */
  code: string;
  /** What a person can do about it. */
  detail?: string;
  [member: string]: unknown;
}

/** An RFC 9457 problem, thrown by an edge; {@link ProblemFilter} answers it over HTTP and gRPC. */
export class ProblemException extends HttpException {
  constructor(
    readonly row: Problem,
    readonly occurrence: Occurrence,
    /** Further response headers, `WWW-Authenticate` for one. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(occurrence.detail ?? row.title, row.status);
    this.name = 'ProblemException';
  }

  get code(): string {
    return this.occurrence.code;
  }

  /** The body of the answer, `application/problem+json`. */
  get document(): Record<string, unknown> {
    const { code, detail, ...members } = this.occurrence;
    const { status, title } = this.row;
    return { type: `urn:tidemark:problem:${code}`, title, status, code, ...(detail === undefined ? {} : { detail }), ...members };
  }
}

/** `throw problem(PROBLEMS[refusal.code], refusal)` */
export function problem(row: Problem, occurrence: Occurrence): ProblemException {
  return new ProblemException(row, occurrence);
}
