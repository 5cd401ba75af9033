/**
 * The names of a report and what the ledger knows of them, by place. A meter sends the same names minute after minute, so one dictionary
 * serves all its reports with the same names, and what was looked up once is looked up no more. Ids and ordinals never change.
 */
export class NameDictionary {
  /** Ids of accounts; 0: not looked up. */
  readonly accountIds: Int32Array;
  private readonly nodes = new Map<number, Int32Array>();

  constructor(readonly names: readonly string[]) {
    this.accountIds = new Int32Array(names.length);
  }

  /** Ordinals of the nodes of one cluster; -1: not looked up. */
  nodeOrdinals(clusterId: number): Int32Array {
    let ordinals = this.nodes.get(clusterId);
    if (!ordinals) this.nodes.set(clusterId, (ordinals = new Int32Array(this.names.length).fill(-1)));
    return ordinals;
  }
}
