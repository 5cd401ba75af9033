import type { Transaction } from '@tidemark/persistence';

export interface StoredContent {
  document: string;
  customer: string;
  provider: string;
  mediaType: string;
  bytes: number;
  content: Buffer;
}

/** Contents of documents, sealed under their customer's key. */
export abstract class DocumentContents {
  abstract keep(tx: Transaction, stored: StoredContent): Promise<void>;

  /** Opened; undefined: there is none any more. */
  abstract find(tx: Transaction, customer: string, document: string): Promise<StoredContent | undefined>;

  abstract described(tx: Transaction, customer: string): Promise<ReadonlyMap<string, Pick<StoredContent, 'mediaType' | 'bytes'>>>;

  abstract remove(tx: Transaction, customer: string, document?: string): Promise<void>;

  /** Documents whose scan is outstanding, the oldest first. */
  abstract unscanned(limit: number): Promise<{ customer: string; document: string }[]>;

  abstract scanned(tx: Transaction, document: string): Promise<void>;

  /** For the registry's own work, outside any change. */
  abstract load(customer: string, document: string): Promise<StoredContent | undefined>;
}
