import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { HealthChecks } from '../health/health-checks.js';

/** How long requests in hand may take to end before their connections are cut. */
const DRAIN_MS = 10_000;
/** After this the process ends whatever still runs: what was not acknowledged is sent again by whoever sent it. */
const SHUTDOWN_MS = 45_000;

/**
 * Drains: not ready any more, no new connections, requests in hand answered; then every module finishes its batch, in the order of
 * Nest's hooks. `onModuleDestroy` of an app therefore sees no new requests.
 */
export async function drain(app: INestApplication): Promise<void> {
  app.get(HealthChecks, { strict: false }).drain();
  await closeServer(app.getHttpServer() as Server);
  await app.close();
}

/** The same Ctrl-C can arrive twice, from the terminal and passed on by whoever started us. */
const ECHO_MS = 1000;

/** Ends the process in order on SIGTERM or SIGINT: exit code 0, or 1 when it took too long or failed. A second signal ends it at once. */
export function shutDownOnSignal(shutdown: () => Promise<void>, say: (line: string) => void = () => undefined): void {
  let begunMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (begunMs !== undefined) {
      if (performance.now() - begunMs > ECHO_MS) process.exit(1);
      return;
    }
    begunMs = performance.now();
    say(`${signal}: finishing what is in hand`);
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    shutdown().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`The shutdown failed: ${error instanceof Error ? error.stack : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  // close() ends the connections that are idle now, not those that will be when their request is answered.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
