import type { ApiClient } from '../sample/api-client.js';
import { RUN_PARTS, RUN_TO_NUMBER_MS, type RunPart } from './frontier-run.data.js';

const CATALOGUE_NODE = 8;

/** So long after the first start the number is passed: the days before are told by then. */
const NUMBER_PASSED_AFTER_MS = 60_000;

/**
 * Registers the clusters and meters of the run and answers when it began. The clusters went into service with it, so whoever starts again reads
 * there where it stands: nothing about the run is kept anywhere else.
 */
export async function registerRun(clientOf: (provider: string) => ApiClient, nowMs: number): Promise<{ startMs: number; isNew: boolean }> {
  const known = await Promise.all(RUN_PARTS.map((part) => serviceStart(clientOf(part.provider), part)));
  const began = known.find((startMs) => startMs !== undefined);
  const startMs = began ?? Math.ceil((nowMs + NUMBER_PASSED_AFTER_MS) / 1000) * 1000 - RUN_TO_NUMBER_MS;
  await Promise.all(RUN_PARTS.map((part) => registerPart(clientOf(part.provider), part, startMs)));
  return { startMs, isNew: began === undefined };
}

async function serviceStart(client: ApiClient, { cluster }: RunPart): Promise<number | undefined> {
  const found = await client.find<{ inServiceFrom: string }>(`/v1/clusters/${cluster}`);
  return found && Date.parse(found.inServiceFrom);
}

async function registerPart(client: ApiClient, { cluster, source, site, accelerator, installed }: RunPart, startMs: number): Promise<void> {
  await client.put(`/v1/clusters/${cluster}`, {
    site,
    accelerator,
    accelerators: installed,
    acceleratorsPerNode: CATALOGUE_NODE,
    interconnectGbps: 400,
    inServiceFrom: new Date(startMs).toISOString(),
  });
  await client.put(`/v1/meters/${source}`, { cluster });
}
