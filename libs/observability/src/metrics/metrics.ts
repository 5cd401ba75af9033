import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** All figures of the apps but those of the intake, which speak of the load on it alone: what is added is hidden unless it is named here. */
const COUNTS_PEOPLE = /^tidemark_(?!door_)/;

/** The process's figures for Prometheus. Apps make their own with `registers: [metrics.registry]`. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'tidemark_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }

  /** Without what counts the doings of people: nobody learns from it that somebody is at work on a case. */
  async openText(): Promise<string> {
    const names = this.registry.getMetricsAsArray().map(({ name }) => name);
    const texts = await Promise.all(
      names.filter((name) => !COUNTS_PEOPLE.test(name)).map((name) => this.registry.getSingleMetricAsString(name)),
    );
    return `${texts.join('\n\n')}\n`;
  }

  /** Express middleware. By route and not by address: ids in addresses would make a series each. */
  readonly observeRequest = (request: Request, response: Response, next: NextFunction): void => {
    const end = this.requests.startTimer();
    response.once('close', () => {
      const route = (request.route as { path?: unknown } | undefined)?.path;
      end({ method: request.method, route: typeof route === 'string' ? route : 'none', status: response.statusCode });
    });
    next();
  };
}
