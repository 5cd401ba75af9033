/** A number whose value may be a whole one beyond 2^53: sixteen digits, or an exponent that raises it. May also match within a text. */
const MAYBE_UNSAFE = /(?:^|[:,[\s])-?(?:[0-9]{16}|[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9])/;

/** An integer field of UsageReport with a JSON number as its value, and what comes after it. */
const INTEGER_FIELD =
  /("(?:epoch|sequence|producedAtMs|produced_at_ms|schemaVersion|schema_version|count|startMs|start_ms|endMs|end_ms|index)"\s*:\s*)(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?=[\s,}\]])/g;

/**
 * JSON.parse for reports, except that a whole number beyond 2^53 in an integer field arrives as the string that proto3 JSON
 * holds equal to it, and so keeps its last digits; JSON.parse alone would round it in silence. Throws SyntaxError.
 *
 * Linear in the text: it is tried by whoever may send a body. A reviver would see every value, and takes seconds over the
 * millions that fit into one.
 */
export function parseJsonExactly(text: string): unknown {
  return JSON.parse(MAYBE_UNSAFE.test(text) ? text.replace(INTEGER_FIELD, quoteUnsafe) : text);
}

/** Numbers written with at most so many characters are exact as a double, or so large or small that a double shows it. */
const EXACT_CHARACTERS = 15;

/** A number becomes a string and nothing else changes, so what was not JSON before is not JSON after. */
function quoteUnsafe(whole: string, key: string, number: string): string {
  const value = Number(number);
  const isExact = Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  return isExact && number.length <= EXACT_CHARACTERS ? whole : `${key}"${number}"`;
}
