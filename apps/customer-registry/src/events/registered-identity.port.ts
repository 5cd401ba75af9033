import type { Transaction } from '@tidemark/persistence';
import type { StandingIdentity } from './identity-fold.js';

/** What stands in the registry's own tables, over all providers. The transaction must be of oversight. */
export abstract class RegisteredIdentity {
  abstract read(tx: Transaction): Promise<StandingIdentity>;
}
