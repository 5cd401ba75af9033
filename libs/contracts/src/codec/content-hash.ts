import { hash } from 'node:crypto';

/** SHA-256 over the bytes of the columns: what makes two submissions of a report the same (docs/reference/content-hash.md). 32 bytes. */
export const contentHash = (columnsBytes: Uint8Array): Buffer => hash('sha256', columnsBytes, 'buffer');

/** SHA-256 in lower-case hex over the bytes of an encoded message: what an outbox row carries, for the evidence log. */
export const canonicalHash = (messageBytes: Uint8Array): string => hash('sha256', messageBytes, 'hex');
