/**
 * What is known about a facility, as facts. A fact is never edited: the next version of the same thing is a correction,
 * and every version stays readable with the moment it was recorded and who recorded it.
 */
export interface ProviderContent {
  name: string;
}

export interface SiteContent {
  name?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  country?: string;
}

/** Accelerators wired together at a site. Times are milliseconds since 1970-01-01T00:00Z, half-open. */
export interface ClusterContent {
  site: string;
  /** The catalogue's own name of the model, whatever alias it was registered by. */
  accelerator: string;
  accelerators: number;
  acceleratorsPerNode?: number;
  interconnectGbps?: number;
  inServiceFromMs: number;
  /** Absent: in service without a known end. */
  inServiceToMs?: number;
  /** What the registrant assumed rather than knew, in words. */
  assumption?: string;
}

export interface MeterContent {
  /** Id of a compute cluster of the same provider. */
  cluster?: string;
  /** Ed25519 as SPKI PEM or as 32 bytes in base64. Absent: reports need no signature. */
  publicKey?: string;
  expectedIntervalSeconds?: number;
}

export interface Contents {
  provider: ProviderContent;
  site: SiteContent;
  cluster: ClusterContent;
  meter: MeterContent;
}
export type FactKind = keyof Contents;

/** Names one thing: a provider is the thing named like itself. */
export interface ThingName<Kind extends FactKind = FactKind> {
  kind: Kind;
  provider: string;
  id: string;
}

/** One version of what is known about one thing. */
export interface FacilityFact<Kind extends FactKind = FactKind> extends ThingName<Kind> {
  /** 1, 2, 3, ... within the thing. */
  version: number;
  content: Contents[Kind];
  recordedAtMs: number;
  recordedBy: string;
}
