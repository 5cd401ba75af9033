import type { Block, Column } from './pdf-paper.js';

/** What a paper is made of, said short. */
export const heading = (title: string, level: 1 | 2 = 1): Block => ({ kind: 'heading', text: title, level });
export const text = (words: string): Block => ({ kind: 'text', text: words });
export const column = (title: string, width: number): Column => ({ title, width });
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): Block => ({ kind: 'table', columns, rows });
