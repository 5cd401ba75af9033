import { exactInteger } from '@tidemark/domain';

/** A number whose value may be a whole one beyond 2^53: sixteen digits, or an exponent that raises it. May also match within a text. */
const MAYBE_UNSAFE = /(?:^|[:,[\s])-?(?:[0-9]{16}|[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9])/;

/**
 * JSON.parse, except that whole numbers beyond 2^53 arrive as bigint and so keep their last digits (JSON.parse would round
 * them in silence). Throws SyntaxError. Costs JSON.parse and one scan of the text unless there are such numbers.
 */
export function parseJsonExactly(text: string): unknown {
  return MAYBE_UNSAFE.test(text) ? JSON.parse(text, exact as (key: string, value: unknown) => unknown) : JSON.parse(text);
}

/** A reviver; the third argument (the source text of a number) is newer than the types of the language. */
function exact(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context.source === undefined) return value;
  return exactInteger(context.source) ?? value;
}
