export interface NamedPlace {
  readonly provider: string;
  readonly name: string;
}

/** Numbers of what belongs to providers (accounts, compute clusters), both ways. */
export class ProviderNames {
  private readonly ids = new Map<string, Map<string, number>>();
  private readonly places: (NamedPlace | undefined)[] = [];

  add(id: number, provider: string, name: string): void {
    let own = this.ids.get(provider);
    if (!own) this.ids.set(provider, (own = new Map()));
    own.set(name, id);
    this.places[id] = { provider, name };
  }

  get size(): number {
    return this.places.length;
  }

  idOf(provider: string, name: string): number | undefined {
    return this.ids.get(provider)?.get(name);
  }

  /** Throws for a number that was never given: it can only come from a mistake of ours. */
  of(id: number): NamedPlace {
    const place = this.places[id];
    if (!place) throw new Error(`nothing is numbered ${id}`);
    return place;
  }

  *all(): Generator<NamedPlace & { id: number }> {
    for (const [id, place] of this.places.entries()) if (place) yield { id, ...place };
  }
}
