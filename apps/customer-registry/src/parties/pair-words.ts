import { Injectable } from '@nestjs/common';
import type { Transaction } from '@tidemark/persistence';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';

interface Pair {
  left: string;
  right: string;
}

/** Words about two persons, sealed under the key of each, one in the other: erasing either of them makes the words unreadable. */
@Injectable()
export class PairWords {
  constructor(private readonly keys: SealingKeys) {}

  /** Undefined when one of them was erased: there is nothing to keep the words with. */
  async seal(tx: Transaction, pair: Pair, context: string, words: unknown): Promise<Buffer | undefined> {
    return (await this.sealAll(tx, context, [{ pair, words }]))[0];
  }

  /** In the order given. One round trip. */
  async sealAll(tx: Transaction, context: string, all: readonly { pair: Pair; words: unknown }[]): Promise<(Buffer | undefined)[]> {
    const owners = new Set(all.flatMap(({ pair }) => [ownerOfCustomer(pair.left), ownerOfCustomer(pair.right)]));
    const keys = await this.keys.findAll(tx, [...owners]);
    return all.map(({ pair, words }) => {
      const [left, right] = [keys.get(ownerOfCustomer(pair.left)), keys.get(ownerOfCustomer(pair.right))];
      return left && right?.seal(context, left.sealJson(context, words));
    });
  }

  async open<Words>(tx: Transaction, pair: Pair, context: string, sealed: Buffer): Promise<Words | undefined> {
    const keys = await this.keysOf(tx, pair);
    return keys?.left.openJson<Words>(context, keys.right.open(context, sealed));
  }

  private async keysOf(tx: Transaction, { left, right }: Pair) {
    const keys = await this.keys.findAll(tx, [ownerOfCustomer(left), ownerOfCustomer(right)]);
    const [ofLeft, ofRight] = [keys.get(ownerOfCustomer(left)), keys.get(ownerOfCustomer(right))];
    return ofLeft && ofRight ? { left: ofLeft, right: ofRight } : undefined;
  }
}
