import { isProviderId } from '@tidemark/access';
import { idProblem, normaliseAcceleratorName } from '@tidemark/domain';
import { type Checked, refuse, shown } from './facility-refusal.js';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Why the text cannot be an id; undefined when it can. The rules of usage records, so that whatever is registered can be reported on. */
function idFault(text: string): string | undefined {
  return text === '' ? 'it is empty' : idProblem(text)?.why;
}

/** Id of a site or cluster. "/" is kept for writing `provider/id` where a caller sees several providers. */
export function checkId(text: string, field: string): Checked<string> {
  const fault = idFault(text) ?? (text.includes('/') ? `${shown(text)} has a "/"` : undefined);
  return fault === undefined ? { value: text } : refuse('ID_MALFORMED', field, `${field} cannot be used as an id: ${fault}.`);
}

/** A meter's source may have "/": CloudEvents sources are URIs, and a provider's id has none, so `provider/source` splits at the first. */
export function checkSource(text: string): Checked<string> {
  const fault = idFault(text);
  return fault === undefined ? { value: text } : refuse('ID_MALFORMED', 'source', `source cannot be used as an id: ${fault}.`);
}

/** A name of an accelerator, model or alias. */
export function checkName(text: string, field: string): Checked<string> {
  const fault =
    idFault(text) ?? (normaliseAcceleratorName(text).trim() === '' ? `${shown(text)} has nothing but space, "-" and "_"` : undefined);
  return fault === undefined ? { value: text } : refuse('NAME_MALFORMED', field, `${field} cannot be a name: ${fault}.`);
}

/** Id of a provider: it becomes part of topic names, and of user names on the broker. */
export function checkProviderId(text: string): Checked<string> {
  if (isProviderId(text)) return { value: text };
  return refuse('PROVIDER_ID_MALFORMED', 'id', `${shown(text)} is not 1 to 63 of a-z, 0-9 and "-" beginning with a letter or digit.`);
}

/** Free text for people: may have several lines, never control characters beside the line break. */
export function checkText(text: string, field: string, charactersMax: number): Checked<string> {
  if ([...text].length > charactersMax) return refuse('TEXT_MALFORMED', field, `${field} is longer than ${charactersMax} characters.`);
  if (UNSEEN.test(text.replaceAll('\n', ''))) return refuse('TEXT_MALFORMED', field, `${field} contains control or format characters.`);
  return { value: text };
}
