import { Injectable } from '@nestjs/common';
import { canonicalJson } from '@tidemark/domain';
import { BlindIndex, ownerOfCustomer, type SealingKey, SealingKeys } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { resultText, type ScreeningBasis, type ScreeningResult } from './screen-person.js';
import { type KeptScreening, Screenings } from './screenings.port.js';

/** Whose key seals it. */
export const ownerOfScreening = ({ id, customer }: Pick<KeptScreening, 'id' | 'customer'>): string =>
  customer === undefined ? `screening/${id}` : ownerOfCustomer(customer);

export const PERSON = (id: string): string => `screening/${id}/person`;
export const RESULT = (id: string): string => `screening/${id}/result`;

export interface ScreeningToRecord extends ScreeningBasis {
  /** '' for the scheme's own. */
  provider: string;
  customer?: string;
  result: ScreeningResult;
}

/** Keeps every screening with all that its answer follows from. */
@Injectable()
export class RecordScreening {
  constructor(
    private readonly screenings: Screenings,
    private readonly keys: SealingKeys,
    private readonly index: BlindIndex,
  ) {}

  /** The id of the screening: the same basis has the same, so that a repeat finds the first answer; each time it is done is noted. */
  async record(write: Write, screening: ScreeningToRecord): Promise<{ id: string; isNew: boolean }> {
    const { tx, by, nowMs: atMs } = write;
    const { provider } = screening;
    const id = this.idOf(screening);
    const isNew = (await this.screenings.find(tx, id)) === undefined;
    if (isNew) await this.keep(write, id, screening);
    await this.screenings.run(tx, { screening: id, provider, by, atMs });
    return { id, isNew };
  }

  private async keep(write: Write, id: string, screening: ScreeningToRecord): Promise<void> {
    const { provider, customer, configuration, threshold, lists, person, result } = screening;
    const key = await this.keyOf(write, { id, customer }, provider);
    await this.screenings.keep(write.tx, {
      ...{ id, provider, customer, configuration, threshold, lists },
      matches: result.matches.length,
      person: key.seal(PERSON(id), canonicalJson(person)),
      result: key.seal(RESULT(id), resultText(result)),
      firstBy: write.by,
      firstAtMs: write.nowMs,
    });
  }

  private async keyOf({ tx, nowMs }: Write, whose: { id: string; customer?: string | undefined }, provider: string): Promise<SealingKey> {
    const owner = ownerOfScreening(whose);
    if (whose.customer === undefined) return this.keys.make(tx, { owner, provider, nowMs });
    const key = await this.keys.find(tx, owner);
    if (!key) throw new Error(`Customer ${whose.customer} is screened and has no key`);
    return key;
  }

  private idOf({ provider, customer, configuration, threshold, lists, person }: ScreeningToRecord): string {
    return uuidOf(this.index.of('screening', canonicalJson({ provider, customer, configuration, threshold, lists, person })));
  }
}

/** A UUID of version 8, whose content is the application's own (RFC 9562). */
function uuidOf(mark: Buffer): string {
  const bytes = Buffer.from(mark.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
