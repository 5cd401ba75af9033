import type { ResellerDeclaration } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

export interface KeptDeclaration extends ResellerDeclaration {
  provider: string;
  /** 1, 2, 3, ... of the account. */
  version: number;
  declaredBy: string;
}

export abstract class Resellers {
  /** Every declaration of the provider, in the order in which they became known. */
  abstract ofProvider(tx: Transaction, provider: string): Promise<KeptDeclaration[]>;

  /** The latest of each account that the transaction may see. */
  abstract latest(tx: Transaction, filter: { limit: number; after?: readonly [string, string] | undefined }): Promise<KeptDeclaration[]>;

  abstract add(tx: Transaction, declaration: KeptDeclaration): Promise<void>;
}
