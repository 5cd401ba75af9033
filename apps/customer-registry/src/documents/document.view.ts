import type { CustomerDocument } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { StoredContent } from './document-contents.port.js';

export interface DocumentView {
  id: string;
  kind: string;
  sha256: string;
  /** Absent: the content is not kept any more. */
  mediaType?: string;
  bytes?: number;
  sentAt: string;
  sentBy: string;
  expires?: string;
  replaces?: string;
  scan: string;
  status: string;
  decisions: { outcome: string; by: string; at: string; reason: string }[];
}

export function documentView(document: CustomerDocument, content: Pick<StoredContent, 'mediaType' | 'bytes'> | undefined): DocumentView {
  const { id, kind, sha256, sentAtMs, sentBy, expiresMs, replaces, scan, status, decisions } = document;
  return {
    id,
    kind,
    sha256,
    ...(content === undefined ? {} : { mediaType: content.mediaType, bytes: content.bytes }),
    sentAt: isoOf(sentAtMs),
    sentBy,
    ...(expiresMs === undefined ? {} : { expires: isoOf(expiresMs) }),
    ...(replaces === undefined ? {} : { replaces }),
    scan,
    status,
    decisions: decisions.map(({ outcome, by, atMs, reason }) => ({ outcome, by, at: isoOf(atMs), reason })),
  };
}
