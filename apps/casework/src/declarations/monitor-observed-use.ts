import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { grpcAddressOf, TIDEMARK_CONFIG, type TidemarkConfig } from '@tidemark/config';
import { type GrpcClient, GrpcFailure, grpcClient, type ledger, monitor } from '@tidemark/contracts';
import type { CaseScope, FlopInterval, ObservedWindow, UsageWindow } from '@tidemark/domain';
import { type Observed, ObservedUse } from './observed-use.port.js';

const TIMEOUT_MS = 10_000;
/** Questions at a time: the monitor has others to answer too. */
const AT_ONCE = 4;

/** What the connection says of itself names addresses of the installation. */
const NO_ANSWER = 'The threshold monitor does not answer now: ask again later.';

/** Asks the threshold monitor. */
@Injectable()
export class MonitorObservedUse extends ObservedUse implements OnApplicationShutdown {
  private readonly monitor: GrpcClient<typeof monitor.Monitor>;

  constructor(@Inject(TIDEMARK_CONFIG) config: TidemarkConfig) {
    super();
    this.monitor = grpcClient(monitor.Monitor, grpcAddressOf(config, config.monitorGrpc));
  }

  onApplicationShutdown(): void {
    this.monitor.close();
  }

  async observe(token: string, scope: CaseScope, windows: readonly UsageWindow[]): Promise<Observed> {
    try {
      // The first answer says as of when; the others are asked for the same moment, so that all speak of one state of the ledger.
      const { knownAtMs } = await this.totals(token, scope, {}, undefined);
      const observed: ObservedWindow[] = [];
      for (let from = 0; from < windows.length; from += AT_ONCE)
        observed.push(
          ...(await Promise.all(windows.slice(from, from + AT_ONCE).map((window) => this.window(token, scope, window, knownAtMs)))),
        );
      return { observation: { windows: observed, knownAt: Number(knownAtMs) } };
    } catch (error) {
      if (!(error instanceof GrpcFailure)) throw error;
      return { notObserved: { code: error.code ?? error.status, why: error.code === undefined ? NO_ANSWER : error.detail } };
    }
  }

  private async window(token: string, scope: CaseScope, window: UsageWindow, knownAtMs: bigint): Promise<ObservedWindow> {
    const { total, groups } = await this.totals(token, scope, window, knownAtMs);
    return {
      ...window,
      ...flopOf(total),
      shares: groups.map(({ key, total: part }) => ({ cluster: key.cluster!, accelerator: key.accelerator!, ...flopOf(part) })),
    };
  }

  private totals(token: string, { kind, provider, id, controlRule }: CaseScope, { from, to }: UsageWindow, knownAtMs: bigint | undefined) {
    const written = (kind === 'cluster' || kind === 'account') && provider !== undefined ? `${provider}/${id}` : id;
    return this.monitor.call(
      'getTotals',
      {
        scope: kind,
        id: written,
        ...(controlRule === undefined ? {} : { controlRule }),
        ...(from === undefined ? {} : { fromMs: BigInt(from) }),
        ...(to === undefined ? {} : { toMs: BigInt(to) }),
        ...(knownAtMs === undefined ? {} : { knownAtMs }),
        by: ['cluster', 'accelerator'],
      },
      { token, timeoutMs: TIMEOUT_MS },
    );
  }
}

/** Totals are told in whole FLOP. One that is not there is not nothing: it is a fault. */
function flopOf(totals: ledger.Totals | undefined): FlopInterval {
  if (totals === undefined) throw new GrpcFailure('INTERNAL', undefined, 'The monitor answered without totals.');
  return { lower: BigInt(totals.lower), expected: BigInt(totals.expected), upper: BigInt(totals.upper) };
}
