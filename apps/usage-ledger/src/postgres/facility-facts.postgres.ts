import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import type { FacilityFactReader, StoredFact } from '../facilities/registered-facilities.port.js';

@Injectable()
export class PostgresFacilityFacts implements FacilityFactReader {
  async factsAfter(tx: Transaction, position: bigint): Promise<StoredFact[]> {
    const rows = await tx.query<{ position: string; event: Buffer }>(
      'select position, event from facility_fact where position > $1 order by position',
      [position.toString()],
    );
    return rows.map((row) => ({ position: BigInt(row.position), event: row.event }));
  }
}
