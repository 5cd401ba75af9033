import { verify } from 'node:crypto';
import { type CheckedReport, signedText } from '@tidemark/domain';
import { type DoorRefusal, refusal } from '../door-problems.js';
import { type MeterKey, UNREADABLE_KEY } from '../meters/meter-keys.js';

/**
 * Whether the report is signed as its meter requires. A meter without a key may sign, and nothing is concluded from it.
 * @param contentHash lower-case hex
 */
export function signatureRefusal(
  { source, epoch, sequence, signature }: Pick<CheckedReport, 'source' | 'epoch' | 'sequence' | 'signature'>,
  contentHash: string,
  key: MeterKey | undefined,
): DoorRefusal | undefined {
  if (key === undefined) return undefined;
  if (!signature)
    return refusal('SIGNATURE_MISSING', `The meter ${source} is registered with a public key; sign its reports.`, 'signature');
  const text = Buffer.from(signedText(source, epoch, sequence, contentHash));
  if (key !== UNREADABLE_KEY && verify(null, text, key, signature.value)) return undefined;
  return refusal(
    'SIGNATURE_INVALID',
    `The signature does not verify over content hash ${contentHash} with the key of ${source}.`,
    'signature',
  );
}
