import type { AcceleratorCatalogue } from '@tidemark/domain';
import type { ClusterContent } from '../facts/facility-fact.js';
import { type Checked, refuse, shown } from '../facts/facility-refusal.js';
import { checkId, checkText } from '../facts/identifier.policy.js';
import { readMoment } from '../facts/service-time.policy.js';
import { nearNames } from './near-names.js';

const ACCELERATORS_MAX = 10_000_000;
/** Device indices of a usage record are below 1,024. */
const PER_NODE_MAX = 1_024;
const INTERCONNECT_GBPS_MAX = 1_000_000;
const ASSUMPTION_CHARACTERS_MAX = 1_000;

/** A cluster as its provider describes it. Times as text: ISO 8601 with a zone, or a date alone. */
export interface ClusterRegistration {
  site: string;
  accelerator: string;
  accelerators: number;
  acceleratorsPerNode?: number;
  interconnectGbps?: number;
  inServiceFrom: string;
  inServiceTo?: string;
  assumption?: string;
}

/** Checks a registration rule by rule; the first broken rule is the answer. */
export function checkCluster(cluster: ClusterRegistration, catalogue: AcceleratorCatalogue): Checked<ClusterContent> {
  const site = checkId(cluster.site, 'site');
  if ('refused' in site) return site;
  const accelerator = checkAccelerator(cluster.accelerator, catalogue);
  if ('refused' in accelerator) return accelerator;
  const size = checkSize(cluster);
  if ('refused' in size) return size;
  const service = checkService(cluster);
  if ('refused' in service) return service;
  const assumption = checkText(cluster.assumption ?? '', 'assumption', ASSUMPTION_CHARACTERS_MAX);
  if ('refused' in assumption) return assumption;
  return {
    value: {
      site: site.value,
      accelerator: accelerator.value,
      ...size.value,
      ...service.value,
      ...(assumption.value === '' ? {} : { assumption: assumption.value }),
    },
  };
}

function checkAccelerator(name: string, catalogue: AcceleratorCatalogue): Checked<string> {
  const entry = catalogue.resolve(name);
  if (entry !== undefined) return { value: entry.model };
  const near = nearNames(
    name,
    catalogue.entries.flatMap(({ model, aliases }) => [model, ...aliases]),
  );
  const hint = near.length === 0 ? '' : ` Near to it: ${near.join(', ')}.`;
  return refuse('UNKNOWN_ACCELERATOR', 'accelerator', `The catalogue has no accelerator ${shown(name)}.${hint}`, { near });
}

type Size = Pick<ClusterContent, 'accelerators' | 'acceleratorsPerNode' | 'interconnectGbps'>;

function checkSize({ accelerators, acceleratorsPerNode, interconnectGbps }: ClusterRegistration): Checked<Size> {
  if (!within(accelerators, ACCELERATORS_MAX)) {
    return refuse(
      'ACCELERATORS_OUT_OF_RANGE',
      'accelerators',
      `accelerators is ${shown(accelerators)}; it must be 1 to ${ACCELERATORS_MAX}.`,
    );
  }
  if (acceleratorsPerNode !== undefined && !within(acceleratorsPerNode, PER_NODE_MAX)) {
    const detail = `acceleratorsPerNode is ${shown(acceleratorsPerNode)}; it must be 1 to ${PER_NODE_MAX}.`;
    return refuse('ACCELERATORS_PER_NODE_OUT_OF_RANGE', 'acceleratorsPerNode', detail);
  }
  if (acceleratorsPerNode !== undefined && acceleratorsPerNode > accelerators) {
    const detail = `A node of ${acceleratorsPerNode} accelerators does not fit in a cluster of ${accelerators}.`;
    return refuse('ACCELERATORS_PER_NODE_ABOVE_TOTAL', 'acceleratorsPerNode', detail);
  }
  if (interconnectGbps !== undefined && !within(interconnectGbps, INTERCONNECT_GBPS_MAX)) {
    const detail = `interconnectGbps is ${shown(interconnectGbps)}; it must be 1 to ${INTERCONNECT_GBPS_MAX}.`;
    return refuse('INTERCONNECT_OUT_OF_RANGE', 'interconnectGbps', detail);
  }
  return {
    value: {
      accelerators,
      ...(acceleratorsPerNode === undefined ? {} : { acceleratorsPerNode }),
      ...(interconnectGbps === undefined ? {} : { interconnectGbps }),
    },
  };
}

function within(count: number, max: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= max;
}

type Service = Pick<ClusterContent, 'inServiceFromMs' | 'inServiceToMs'>;

function checkService({ inServiceFrom, inServiceTo }: ClusterRegistration): Checked<Service> {
  const from = readMoment(inServiceFrom, 'inServiceFrom');
  if ('refused' in from) return from;
  if (inServiceTo === undefined) return { value: { inServiceFromMs: from.value } };
  const to = readMoment(inServiceTo, 'inServiceTo');
  if ('refused' in to) return to;
  if (to.value <= from.value) {
    return refuse(
      'SERVICE_INTERVAL_EMPTY',
      'inServiceTo',
      `inServiceTo ${shown(inServiceTo)} is not later than inServiceFrom ${shown(inServiceFrom)}.`,
    );
  }
  return { value: { inServiceFromMs: from.value, inServiceToMs: to.value } };
}
