import type { CaseEvent } from '../case-event.js';
import type { Instant, PersonId } from '../case-vocabulary.js';
import type { Declaration } from './declaration.js';
import { evolveDeclarations } from './evolve-declarations.js';
import { evolveInformationRequests } from './evolve-requests.js';
import type { InformationRequest } from './information-request.js';

export interface RequestsState {
  information: ReadonlyMap<string, InformationRequest>;
  declarations: ReadonlyMap<string, Declaration>;
  /** What providers sent for the items that were served on them, by file. */
  files: ReadonlyMap<string, ServedFile>;
}

export interface ServedFile {
  file: string;
  item: string;
  at: Instant;
  by: PersonId;
  bytes: number;
  contentType: string;
  /** Absent: erased. */
  name?: string | undefined;
  sha256?: string | undefined;
}

export const NO_REQUESTS: RequestsState = { information: new Map(), declarations: new Map(), files: new Map() };

export function evolveRequests(state: RequestsState, event: CaseEvent): RequestsState {
  const information = evolveInformationRequests(state.information, event);
  const declarations = evolveDeclarations(state.declarations, event);
  const files = event.type === 'served-file-added' ? withFile(state.files, event) : state.files;
  if (information === state.information && declarations === state.declarations && files === state.files) return state;
  return { information, declarations, files };
}

type FileAdded = Extract<CaseEvent, { type: 'served-file-added' }>;

function withFile(files: RequestsState['files'], { file, item, at, by, bytes, contentType, personal }: FileAdded): RequestsState['files'] {
  return new Map(files).set(file, { file, item, at, by, bytes, contentType, ...personal });
}

/** Files that were sent for the item. */
export const filesFor = ({ files }: RequestsState, item: string): ServedFile[] => [...files.values()].filter((file) => file.item === item);
