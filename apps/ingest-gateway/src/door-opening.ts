import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HealthChecks, Metrics } from '@tidemark/observability';
import { Admission } from './admission/admission.js';
import { MeterKeys } from './meters/meter-keys.js';
import { ReportPublisher } from './publishing/report-publisher.js';

/**
 * Opens the doors in the only safe order: first know which meters must sign, then be able to publish. Until then every
 * door answers DOOR_CLOSED, and nothing of the intake topics is taken: consumers join when all apps are up.
 */
@Injectable()
export class DoorOpening implements OnApplicationBootstrap, OnApplicationShutdown {
  private lost: Error | undefined;

  constructor(
    private readonly meters: MeterKeys,
    private readonly publisher: ReportPublisher,
    private readonly admission: Admission,
    health: HealthChecks,
    metrics: Metrics,
  ) {
    health.registerReadiness('ingest door', () => this.check());
    this.showFigures(metrics);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.meters.open();
    this.meters.failed?.catch((error: Error) => {
      this.lost = error;
      // A meter whose key this copy no longer learns must not be taken unsigned.
      this.publisher.close();
    });
    await this.publisher.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.meters.close();
  }

  private check(): void {
    if (this.lost) throw new Error(`facility.v1 is no longer followed: ${this.lost.message}`);
    if (!this.publisher.status().open) throw new Error('not open');
  }

  private showFigures(metrics: Metrics): void {
    const waiting = metrics.gauge('tidemark_door_waiting_bytes', 'Envelopes that wait for the event log');
    const bodies = metrics.gauge('tidemark_door_body_bytes', 'Memory reserved for bodies of requests in hand');
    const streams = metrics.gauge('tidemark_door_streams', 'Open gRPC streams');
    const collect = <G extends { set(value: number): void }>(gauge: G, value: () => number) =>
      Object.assign(gauge, { collect: () => gauge.set(value()) });
    collect(waiting, () => this.publisher.status().waitingBytes);
    collect(bodies, () => this.admission.status().bodyBytes);
    collect(streams, () => this.admission.status().streams);
  }
}
