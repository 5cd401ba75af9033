import type { Sealed } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';

/** The Ed25519 key that everything which goes to another installation is signed with: made when it is first needed, sealed at rest. */
export abstract class InstallationKey {
  /** SPKI, base64. The transaction may write. */
  abstract publicKey(tx: Transaction): Promise<string>;
  /** The same text has the same signature, always. */
  abstract sign(tx: Transaction, text: string): Promise<Required<Sealed>>;
}
