import type { TidemarkConfig } from './tidemark-config.js';

/** Origin under which this process reaches the HTTP port of an app: the one that is named, else its own. */
export const httpOriginOf = ({ host, port }: Pick<TidemarkConfig, 'host' | 'port'>, named: string | undefined): string =>
  named ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
