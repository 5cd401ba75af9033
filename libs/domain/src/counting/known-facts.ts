import type { AcceleratorPeaks } from '../catalogue/accelerator-peaks.js';

/** A model of the catalogue as the ledger meters with it. */
export interface MeteredModel {
  model: string;
  peaksGflops: AcceleratorPeaks;
}

/** One version of the catalogue: what names mean and what models can do. Implemented by AcceleratorCatalogue. */
export interface CatalogueVersion {
  readonly version: number;
  /** By model or alias, compared after normalisation. */
  resolve(name: string): MeteredModel | undefined;
}

/** What was registered of a compute cluster, and the ledger position from which the ledger knew it. */
export interface ClusterRegistration {
  position: number;
  /** Canonical model or an alias. */
  accelerator: string;
  accelerators: number;
  /** 0: not registered, nothing is cut by node. */
  acceleratorsPerNode: number;
  inServiceFromMs: number;
  /** Infinity: no known end. */
  inServiceToMs: number;
}

export interface ComputeClusterFacts {
  /** The ledger's own id. */
  id: number;
  provider: string;
  name: string;
  /** Oldest first, never empty. */
  registrations: ClusterRegistration[];
}

/**
 * What the ledger knows of hardware at each of its positions. Facts are only added, so the past stays readable: a record is decided
 * by what was known at its decision, also when it is decided again later because of something else.
 */
export class KnownFacts {
  private readonly clusters = new Map<string, ComputeClusterFacts>();
  private readonly clustersById = new Map<number, ComputeClusterFacts>();
  private readonly catalogues: { position: number; catalogue: CatalogueVersion }[];
  /** Ledger position of the last fact. */
  position = 0;

  constructor(base: CatalogueVersion) {
    this.catalogues = [{ position: 0, catalogue: base }];
  }

  get catalogue(): CatalogueVersion {
    return this.catalogues.at(-1)!.catalogue;
  }

  catalogueAt(position: number): CatalogueVersion {
    return this.catalogues.findLast((one) => one.position <= position)!.catalogue;
  }

  /** Throws when there never was such a version: postings name only versions that were active. */
  catalogueOfVersion(version: number): CatalogueVersion {
    const found = this.catalogues.find((one) => one.catalogue.version === version);
    if (!found) throw new Error(`No catalogue version ${version}`);
    return found.catalogue;
  }

  cluster(provider: string, name: string): ComputeClusterFacts | undefined {
    return this.clusters.get(key(provider, name));
  }

  clusterById(id: number): ComputeClusterFacts | undefined {
    return this.clustersById.get(id);
  }

  allClusters(): Iterable<ComputeClusterFacts> {
    return this.clustersById.values();
  }

  addCatalogue(position: number, catalogue: CatalogueVersion): void {
    this.catalogues.push({ position, catalogue });
    this.position = position;
  }

  addRegistration(provider: string, name: string, id: number, registration: ClusterRegistration): void {
    const known = this.cluster(provider, name) ?? { id, provider, name, registrations: [] };
    known.registrations.push(registration);
    this.clusters.set(key(provider, name), known);
    this.clustersById.set(id, known);
    this.position = registration.position;
  }
}

/** The registration that the ledger knew at a position; undefined before the first. */
export const registrationAt = (cluster: ComputeClusterFacts, position: number): ClusterRegistration | undefined =>
  cluster.registrations.findLast((registration) => registration.position <= position);

/** What decides records and is another in the later registration, in words; empty when nothing is. */
export function registrationChange(before: ClusterRegistration, after: ClusterRegistration): string {
  const deciding = ['accelerator', 'accelerators', 'acceleratorsPerNode', 'inServiceFromMs', 'inServiceToMs'] as const;
  return deciding
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field} ${before[field]} -> ${after[field]}`)
    .join(', ');
}

const key = (provider: string, name: string): string => `${provider}/${name}`;
