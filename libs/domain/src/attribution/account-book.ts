import { LinkedAccount } from './linked-account.js';

/** Every account that any link was stated of. */
export class AccountBook {
  private readonly byProvider = new Map<string, Map<string, LinkedAccount>>();

  find(provider: string, account: string): LinkedAccount | undefined {
    return this.byProvider.get(provider)?.get(account);
  }

  named(provider: string, account: string): LinkedAccount {
    let ofProvider = this.byProvider.get(provider);
    if (!ofProvider) this.byProvider.set(provider, (ofProvider = new Map()));
    let known = ofProvider.get(account);
    if (!known) ofProvider.set(account, (known = new LinkedAccount(provider, account)));
    return known;
  }

  of(provider: string): Iterable<LinkedAccount> {
    return this.byProvider.get(provider)?.values() ?? [];
  }
}
