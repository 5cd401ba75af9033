import { OutsideIssuerCredentials } from '@tidemark/access';
import { ConfigError, describeConfig, loadConfig, type TidemarkConfig } from '@tidemark/config';
import { Logger } from 'nestjs-pino';
import { shutDownOnSignal } from '../shutdown/graceful-shutdown.js';
import { openEventLog } from './open-event-log.js';
import { outsideTokens } from './outside-tokens.js';
import type { Platform } from './platform.module.js';
import { type ServeOptions, serve } from './serve.js';

/** What an app adds to the platform when it runs as a process of its own. */
export interface AppParts extends Omit<ServeOptions, 'platform' | 'title'> {
  /** After the last batch: closes what `compose` opened. */
  close?: () => Promise<void>;
}

export interface AppProcess {
  title: string;
  compose: (platform: Platform & { databaseUrl: string | undefined }) => Promise<AppParts>;
}

/**
 * `main.ts` of every app in the distributed mode: configuration from the environment, an outside issuer, the event log, the app, and an
 * end in order on SIGTERM. A configuration that cannot be used ends the process with code 2 and names the variables.
 */
export async function runApp({ title, compose }: AppProcess): Promise<void> {
  try {
    const config = loadConfig();
    const eventLog = await openEventLog(config);
    const platform: Platform = {
      config,
      eventLog,
      tokenVerifier: outsideTokens({ ...config.oidc, issuer: issuerOf(config) }),
      providerCredentials: new OutsideIssuerCredentials(),
    };
    const { close, ...parts } = await compose({ ...platform, databaseUrl: config.databaseUrl });
    const serving = await serve({ title, platform, ...parts });
    serving.app.get(Logger).log({ ...describeConfig(config), port: serving.port }, `${title} is ready`);
    shutDownOnSignal(async () => {
      await serving.stop();
      await eventLog.close();
      await close?.();
    });
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

/** The database URL of an app that cannot do without. */
export function requireDatabaseUrl(url: string | undefined): string {
  if (url === undefined) throw new ConfigError(['TIDEMARK_DATABASE_URL must be set: only the standalone app brings its own PostgreSQL']);
  return url;
}

function issuerOf(config: TidemarkConfig): string {
  if (config.oidc.issuer === undefined)
    throw new ConfigError(['TIDEMARK_OIDC_ISSUER must be set: only the standalone app brings its own issuer']);
  return config.oidc.issuer;
}
