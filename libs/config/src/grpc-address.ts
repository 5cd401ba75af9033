import type { TidemarkConfig } from './tidemark-config.js';

/** host:port under which this process reaches the gRPC port of an app: the one that is named, else its own. */
export const grpcAddressOf = ({ host, grpcPort }: Pick<TidemarkConfig, 'host' | 'grpcPort'>, named: string | undefined): string =>
  named ?? `${callable(host)}:${grpcPort}`;

/** "All addresses" can be listened to, not called. */
const callable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host);
