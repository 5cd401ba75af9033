import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { grpcAddressOf, TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { type GrpcClient, GrpcFailure, grpcClient, type ledger, monitor } from '@tidemark/contracts';
import type { CaseScope, SuspensionOrder, UseUnderOrder } from '@tidemark/domain';
import { type Asked, OrderedUse } from './use-under-order.port.js';

const TIMEOUT_MS = 10_000;
/** Of the compute clusters that it used before: enough to know whether its provider reports. */
const CLUSTERS_MAX = 10;

interface Window {
  from?: number;
  to?: number;
}

/** What the connection says of itself names addresses of the installation. */
const NO_ANSWER = 'The threshold monitor does not answer now: ask again later.';

/** Asks the threshold monitor. */
@Injectable()
export class MonitorOrderedUse extends OrderedUse implements OnApplicationShutdown {
  private readonly monitor: GrpcClient<typeof monitor.Monitor>;

  constructor(@Inject(TIDEMARK_CONFIG) config: TidemarkConfig) {
    super();
    this.monitor = grpcClient(monitor.Monitor, grpcAddressOf(config, config.monitorGrpc));
  }

  onApplicationShutdown(): void {
    this.monitor.close();
  }

  async since(token: string, { provider, scope, from = 0, liftedAt }: SuspensionOrder, nowMs: number): Promise<Asked> {
    const window = { from, to: Math.min(liftedAt ?? nowMs, nowMs) };
    // It has not taken effect yet, or was lifted before it did: there is no hour to ask about.
    if (window.to <= window.from) return { use: { lower: 0n, expected: 0n, upper: 0n } };
    try {
      const groups = await this.groups(token, scope, window, ['hour', 'account']);
      const own = groups.filter(({ key }) => isOf(provider, key.account));
      const heardUntil = await this.heardUntil(token, { provider, scope }, window);
      return { use: { ...summed(own), ...(heardUntil === undefined ? {} : { heardUntil }) } };
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      return { notAsked: { code: error.code ?? error.status, why: error.code === undefined ? NO_ANSWER : error.detail } };
    }
  }

  /** Whoever was told to stop reports nothing: its neighbours in the same compute clusters say whether the meters there speak. */
  private async heardUntil(token: string, { provider, scope }: Pick<SuspensionOrder, 'provider' | 'scope'>, window: Required<Window>) {
    const before = await this.groups(token, scope, { to: window.from }, ['cluster']);
    const clusters = before.map(({ key }) => key.cluster ?? '').filter((cluster) => isOf(provider, cluster));
    const hours: number[] = [];
    for (const cluster of clusters.slice(0, CLUSTERS_MAX)) {
      const id = cluster.slice(cluster.indexOf('/') + 1);
      hours.push(...(await this.groups(token, { kind: 'cluster', provider, id }, window, ['hour'])).map(hourOf));
    }
    return hours.length === 0 ? undefined : Math.max(...hours);
  }

  private async groups(token: string, { kind, provider, id, controlRule }: CaseScope, { from, to }: Window, by: string[]) {
    const written = (kind === 'cluster' || kind === 'account') && provider !== undefined ? `${provider}/${id}` : id;
    const { groups } = await this.monitor.call(
      'getTotals',
      {
        scope: kind,
        id: written,
        ...(controlRule === undefined ? {} : { controlRule }),
        ...(from === undefined ? {} : { fromMs: BigInt(from) }),
        ...(to === undefined ? {} : { toMs: BigInt(to) }),
        by,
      },
      { token, timeoutMs: TIMEOUT_MS },
    );
    return groups;
  }
}

/** A regulator sees ids as `provider/id`. */
const isOf = (provider: string, written: string | undefined): boolean => written?.startsWith(`${provider}/`) === true;

const hourOf = ({ key }: ledger.TotalsGroup): number => Date.parse(key.hour ?? '');

function summed(groups: readonly ledger.TotalsGroup[]): UseUnderOrder {
  const sum = (of: 'lower' | 'expected' | 'upper') => groups.reduce((all, { total }) => all + BigInt(total?.[of] ?? 0), 0n);
  const used = groups.filter(({ total }) => BigInt(total?.upper ?? 0) > 0n).map(hourOf);
  const last = used.length === 0 ? {} : { lastHour: Math.max(...used) };
  return { lower: sum('lower'), expected: sum('expected'), upper: sum('upper'), ...last };
}
