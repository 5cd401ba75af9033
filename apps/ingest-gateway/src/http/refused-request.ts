import { ProblemException } from '@tidemark/access';
import { type DoorRefusal, problemOf } from '../door-problems.js';

/** The RFC 9457 problem of a refusal of the whole request. `members` stand beside code, detail and field. */
export function refusedRequest({ code, field, message }: DoorRefusal, members: Record<string, unknown> = {}): ProblemException {
  const { status, title, retryAfterSeconds } = problemOf(code);
  return new ProblemException(
    { status, title, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
    { code, detail: message, ...(field !== '' && { field }), ...members },
  );
}
