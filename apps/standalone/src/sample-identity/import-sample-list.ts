import type { RegistryClient } from './registry-client.js';
import { SAMPLE_LIST, SAMPLE_LIST_FILE } from './sample-list.data.js';

/** The sample list, as the operator imports any other. The same bytes again change nothing. */
export async function importSampleList(operator: RegistryClient): Promise<void> {
  const { id, version, format } = SAMPLE_LIST;
  const query = new URLSearchParams({ format, version });
  const file = { bytes: new TextEncoder().encode(SAMPLE_LIST_FILE), type: 'application/x-ndjson' };
  await operator.send(`list/${id}/${version}`, `/v1/lists/${id}/versions?${query}`, file);
}
