export * from './lists/list-differences.js';
export { LIST_FORMATS, LIST_PARTS, type ListFile, type ListFormat, type ListPart, type ListPartName } from './lists/list-file.js';
export { type ListCounts, type ListReading, readList } from './lists/read-list.js';
export { LIST_LIMITS, type ListLimits } from './reading/list-limits.js';
export type { ListRefusal, ListRefusalCode } from './reading/list-refused.js';
export type { ListNote } from './values/entry-draft.js';
