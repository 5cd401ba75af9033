import type { HoldingGraph } from './holding-graph.js';

/**
 * Everybody who owns anything of a person through any depth, in parts that own each other in a circle (most parts are one person), such
 * that each part comes before the parts that own it. Tarjan's algorithm upward, without recursion, since chains may be long, and with its
 * tables kept between walks, since there is a walk for every person.
 */
export class UpwardComponents {
  private order = new Int32Array(0);
  private low = new Int32Array(0);
  private next = new Int32Array(0);
  private walk = new Int32Array(0);
  private isOpen = new Uint8Array(0);
  private walks = 0;

  constructor(private readonly graph: HoldingGraph) {}

  from(start: number): number[][] {
    this.begin();
    return this.walkFrom(start).reverse();
  }

  /** Of the whole graph: each part comes after the parts that own it. */
  all(): number[][] {
    this.begin();
    const found: number[][] = [];
    for (let node = 0; node < this.graph.size; node += 1) if (this.walk[node] !== this.walks) this.walkFrom(node, found);
    return found;
  }

  private walkFrom(start: number, found: number[][] = []): number[][] {
    const { graph, order, low, next, isOpen } = this;
    const open: number[] = [];
    const path: number[] = [];
    let seen = this.enter(start, 0, open, path);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      const { owners } = graph.ownersOf(node);
      const owner = owners[next[node]!++];
      if (owner === undefined) {
        path.pop();
        if (low[node] === order[node]) found.push(this.close(node, open));
        else low[path[path.length - 1]!] = Math.min(low[path[path.length - 1]!]!, low[node]!);
      } else if (this.walk[owner] !== this.walks) seen = this.enter(owner, seen, open, path);
      else if (isOpen[owner] === 1) low[node] = Math.min(low[node]!, order[owner]!);
    }
    return found;
  }

  private enter(node: number, seen: number, open: number[], path: number[]): number {
    this.walk[node] = this.walks;
    this.order[node] = seen;
    this.low[node] = seen;
    this.next[node] = 0;
    this.isOpen[node] = 1;
    open.push(node);
    path.push(node);
    return seen + 1;
  }

  private close(root: number, open: number[]): number[] {
    const members: number[] = [];
    for (;;) {
      const member = open.pop()!;
      this.isOpen[member] = 0;
      members.push(member);
      if (member === root) return members;
    }
  }

  private begin(): void {
    this.walks += 1;
    if (this.order.length >= this.graph.size) return;
    const size = this.graph.size * 2;
    [this.order, this.low, this.next, this.walk] = [new Int32Array(size), new Int32Array(size), new Int32Array(size), new Int32Array(size)];
    this.isOpen = new Uint8Array(size);
    this.walks = 1;
  }
}
