/** What a bearer token allows. */
export const SCOPES = ['usage:write', 'usage:read', 'facility:write', 'oversight:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who speaks, as the verified token says. Claims: `sub`, `scope`, `tidemark_provider` (the tenant), `tidemark_role`. */
export interface Caller {
  subject: string;
  /** The tenant that the caller speaks for; absent for the scheme's own clients. */
  provider: string | undefined;
  /** 'operator' runs the installation: makes providers, keeps the catalogue. */
  role: 'provider' | 'operator' | 'oversight';
  scopes: ReadonlySet<Scope>;
}
