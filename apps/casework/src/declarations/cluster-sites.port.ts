/** At which site compute clusters stand. */
export abstract class ClusterSites {
  /**
   * Site by `provider/cluster`, of all registered ones of those providers. Asked with the caller's own token. Undefined: the registry did not answer,
   * and nothing is known of any.
   */
  abstract of(token: string, providers: readonly string[]): Promise<ReadonlyMap<string, string> | undefined>;
}
