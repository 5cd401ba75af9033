import { Injectable } from '@nestjs/common';
import { type Attribution, HourSums, type Scope, type Span } from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { HourVectors, type ScopeHours } from './hour-vectors.port.js';

/** Scopes of at most so many accounts are summed from the accounts' own vectors, which the next scope may need too. */
const FEW_ACCOUNTS = 16;
/** Hour entries kept between scopes, of about a hundred bytes each with their part on the prior. */
const KEPT_MAX = 2_000_000;

/** The vectors that one question is answered from, in the snapshot of its transaction. */
@Injectable()
export class ScopeHoursReader {
  constructor(private readonly vectors: HourVectors) {}

  of(tx: Transaction, attribution: Attribution, scope: Scope): Promise<ScopeHours> {
    if (scope.kind === 'cluster') return this.vectors.ofCluster(tx, scope.provider, scope.id);
    return this.vectors.sumOf(tx, attribution.spansOf(scope));
  }

  /** For a question about many scopes: accounts that several of them share are read once. */
  forMany(tx: Transaction, attribution: Attribution): ManyScopeHours {
    return new ManyScopeHours(tx, attribution, this.vectors);
  }
}

const ALWAYS = { fromHour: -Infinity, toHour: Infinity };

export class ManyScopeHours {
  private readonly kept = new Map<string, ScopeHours>();
  private entries = 0;

  constructor(
    private readonly tx: Transaction,
    private readonly attribution: Attribution,
    private readonly vectors: HourVectors,
  ) {}

  /** Reads the accounts of scopes that will be asked for next, all in one go. */
  async ahead(scopes: readonly Scope[]): Promise<void> {
    const missing = scopes.map((scope) => this.missingOf(this.spansOf(scope))).filter(({ size }) => size <= FEW_ACCOUNTS);
    await this.read([...new Map(missing.flatMap((one) => [...one])).values()]);
  }

  async of(scope: Scope): Promise<ScopeHours> {
    if (scope.kind === 'cluster') return this.vectors.ofCluster(this.tx, scope.provider, scope.id);
    const spans = this.spansOf(scope);
    const missing = this.missingOf(spans);
    if (missing.size > FEW_ACCOUNTS) return this.vectors.sumOf(this.tx, spans);
    await this.read([...missing.values()]);
    return this.summed(spans);
  }

  private spansOf(scope: Scope): readonly Span[] {
    return scope.kind === 'cluster' ? [] : this.attribution.spansOf(scope);
  }

  private missingOf(spans: readonly Span[]): Map<string, Span> {
    return new Map(spans.filter((span) => !this.kept.has(keyOf(span))).map((span) => [keyOf(span), { ...span, ...ALWAYS }]));
  }

  private async read(accounts: readonly Span[]): Promise<void> {
    if (accounts.length === 0) return;
    // Dropped as a whole: scopes come kind by kind, and those that share accounts are not far apart.
    if (this.entries > KEPT_MAX) {
      this.kept.clear();
      this.entries = 0;
    }
    for (const account of accounts) this.kept.set(keyOf(account), { vector: new HourSums(), onPrior: new HourSums() });
    for await (const { vector, onPrior, ...account } of this.vectors.byAccount(this.tx, accounts)) {
      this.kept.set(keyOf(account), { vector, onPrior });
      this.entries += vector.length;
    }
  }

  private async summed(spans: readonly Span[]): Promise<ScopeHours> {
    const sum = { vector: new HourSums(), onPrior: new HourSums() };
    for (const span of spans) {
      const own = this.kept.get(keyOf(span));
      // Dropped to make room while this scope's others were read.
      if (!own) return this.vectors.sumOf(this.tx, spans);
      mustFit(sum.vector.addVector(own.vector, span.fromHour, span.toHour));
      mustFit(sum.onPrior.addVector(own.onPrior, span.fromHour, span.toHour));
    }
    return sum;
  }
}

const keyOf = ({ provider, account }: Pick<Span, 'provider' | 'account'>): string => `${provider}\t${account}`;

function mustFit(refused: { code: string } | undefined): void {
  if (refused) throw new RangeError(`a vector's hour leaves 64 bits: ${refused.code}`);
}
