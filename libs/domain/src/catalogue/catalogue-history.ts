import type { AcceleratorEntry } from './accelerator-entry.js';
import { normaliseAcceleratorName } from './accelerator-name.js';

/** A value from a step on, until the next one; undefined: gone again. */
interface Since<T> {
  readonly step: number;
  readonly value: T | undefined;
}

/**
 * What every name meant at every step of a catalogue. The versions that follow one another share one history and each knows its step,
 * so a change costs its own names and not a copy of all: an installation keeps every version, and learns them all again when it starts.
 */
export class CatalogueHistory {
  /** The last step written. Who stands on an earlier one continues on a history of its own. */
  last = 0;
  /** Models in the order in which they came, by normalised name. */
  private readonly models = new Map<string, Since<AcceleratorEntry>[]>();
  /** Normalised names to the normalised model. */
  private readonly names = new Map<string, Since<string>[]>();

  /** `entries` are sound: no two models share a name. */
  constructor(entries: readonly AcceleratorEntry[]) {
    for (const entry of entries) this.put(entry, 0);
  }

  resolve(name: string, step: number): AcceleratorEntry | undefined {
    const model = at(this.names.get(normaliseAcceleratorName(name)), step);
    return model === undefined ? undefined : at(this.models.get(model), step);
  }

  entries(step: number): AcceleratorEntry[] {
    return Array.from(this.models.values(), (history) => at(history, step)).filter((entry) => entry !== undefined);
  }

  /** Writes the next step: this entry, in the place of the one of the same model. Its names are its own or free. */
  change(entry: AcceleratorEntry): number {
    this.put(entry, ++this.last);
    return this.last;
  }

  private put(entry: AcceleratorEntry, step: number): void {
    const model = normaliseAcceleratorName(entry.model);
    const before = at(this.models.get(model), step);
    const names = namesOf(entry);
    for (const name of before ? namesOf(before) : []) if (!names.has(name)) write(this.names, name, step, undefined);
    for (const name of names) if (at(this.names.get(name), step) !== model) write(this.names, name, step, model);
    write(this.models, model, step, entry);
  }
}

const namesOf = (entry: AcceleratorEntry): Set<string> => new Set([entry.model, ...entry.aliases].map(normaliseAcceleratorName));

const at = <T>(history: readonly Since<T>[] | undefined, step: number): T | undefined =>
  history?.findLast((since) => since.step <= step)?.value;

function write<T>(histories: Map<string, Since<T>[]>, key: string, step: number, value: T | undefined): void {
  const history = histories.get(key);
  if (history) history.push({ step, value });
  else histories.set(key, [{ step, value }]);
}
