import type { CaseContext } from '../case-context.js';
import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type CaseDecision, happened, refusal } from '../case-vocabulary.js';
import { filesFor } from './request-state.js';

export interface ServedFileAdded {
  item: string;
  file: string;
  bytes: number;
  contentType: string;
  name: string;
  sha256: string;
}

export const FILES_MAX = 100;

export function addServedFile(state: CaseState, added: ServedFileAdded, { actor, now }: CaseContext): CaseDecision<CaseEvent> {
  const { item, file, bytes, contentType, name, sha256 } = added;
  if (filesFor(state.requests, item).length >= FILES_MAX)
    return refusal('FILES_TOO_MANY', `At most ${FILES_MAX} files are taken for one item.`);
  return { events: [{ type: 'served-file-added', ...happened(actor, now), item, file, bytes, contentType, personal: { name, sha256 } }] };
}
