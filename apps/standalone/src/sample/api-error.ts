/** An answer that was not expected. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string | undefined,
    message: string,
    /** The problem as it came; empty when it was none. */
    readonly problem: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

export function errorOf(method: string, path: string, status: number, text: string): ApiError {
  const problem = problemIn(text);
  const code = problem.code ?? problem.error;
  const message = `${method} ${path} answered ${status}: ${text.slice(0, 500)}`;
  return new ApiError(status, typeof code === 'string' ? code : undefined, message, problem);
}

/** Not every answer on the way is ours, or JSON. */
function problemIn(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
