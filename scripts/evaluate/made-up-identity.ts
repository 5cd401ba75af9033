import { Attribution, HourSums, type HourVector, type IdentityStatement, type Scope } from '@tidemark/domain';

export interface AccountName {
  readonly provider: string;
  readonly account: string;
}

const EVIDENCE = { kind: 'DECLARED', strength: 'FAIR', confirmation: 'PERSON' } as const;
/** Before any use. */
const ALWAYS_MS = 0;

/** Who the accounts of an evaluation belong to, told as the facts that the registries would tell. */
export class MadeUpIdentity {
  readonly attribution = new Attribution();
  private edges = 0;

  /** `knownAtMs`: when all of it became known, whatever time it holds for. */
  constructor(readonly knownAtMs = ALWAYS_MS) {}

  /** The account is the customer's, always. A customer that nothing else is said of is its own party. */
  link({ provider, account }: AccountName, customer: string): void {
    this.take({ type: 'linked', link: `${provider}/${account}`, provider, account, customer, fromMs: ALWAYS_MS, evidence: EVIDENCE });
  }

  /** By contract, so that no share has to be made up. */
  control(owner: string, owned: string, provider: string): void {
    this.edges += 1;
    this.take({ type: 'controlStated', edge: `edge-${this.edges}`, provider, owner, owned, kind: 'CONTRACT', fromMs: ALWAYS_MS });
  }

  private take(statement: IdentityStatement): void {
    this.attribution.take({ sequence: this.attribution.sequence + 1, knownAtMs: this.knownAtMs, ...statement });
  }

  /** The hours of accounts that belong to the scope, added up as the monitor does. */
  vectorOf(scope: Scope, accountVector: (name: AccountName) => HourVector | undefined): HourSums {
    const sums = new HourSums();
    for (const { provider, account, fromHour, toHour } of this.attribution.spansOf(scope)) {
      const vector = accountVector({ provider, account });
      const refused = vector && sums.addVector(vector, fromHour, toHour);
      if (refused) throw new RangeError(`${refused.code}: an hour holds more than 9.2e30 FLOP`);
    }
    return sums;
  }
}
