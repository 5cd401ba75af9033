import { EventLogError } from './event-log.errors.js';
import type { OutgoingMessage } from './event-log.js';

/** The partition of a key, the same as every Kafka client's default: murmur2 of its UTF-8 bytes, without the sign bit, modulo `partitions`. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

const M = 0x5bd1e995;

/** 32-bit MurmurHash2 as in Kafka's Utils.java (seed 0x9747b28c), as a signed integer. */
export function murmur2(data: Uint8Array): number {
  const length = data.length;
  let hash = 0x9747b28c ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  const rest = length - at;
  if (rest === 3) hash ^= data[at + 2]! << 16;
  if (rest >= 2) hash ^= data[at + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ data[at]!, M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** The partition of each message of a topic: its own choice, or that of its key. Throws UNKNOWN_PARTITION. */
export function choosePartition(topic: string, partitions: number): (message: OutgoingMessage) => number {
  return ({ key, partition }) => {
    if (partition === undefined) return partitionOf(key, partitions);
    if (partition >= 0 && partition < partitions) return partition;
    throw new EventLogError('UNKNOWN_PARTITION', `${topic} has ${partitions} partitions, and no partition ${partition}`);
  };
}
