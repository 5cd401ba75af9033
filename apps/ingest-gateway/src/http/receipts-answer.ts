import { refusal } from '../door-problems.js';
import { type Receipt, receiptJson } from '../submission/receipt.js';
import { refusedRequest } from './refused-request.js';

/**
 * The body of a 202: one receipt for one report, an array for several. A report that is refused as a whole is a problem
 * when it stands alone, and so are several when none of them is durable: success is never said about nothing.
 */
export function receiptsAnswer(receipts: readonly Receipt[], several: boolean): unknown {
  const [first] = receipts;
  if (!several && first) {
    if (first.refused) throw refusedRequest(first.refused, idOf(first));
    return receiptJson(first);
  }
  const answer = receipts.map(receiptJson);
  if (receipts.length === 0 || receipts.some((receipt) => !receipt.refused)) return answer;
  throw allRefused(receipts, answer);
}

/** When the log refused every one, the whole request can be sent again as it is, and says so. */
function allRefused(receipts: readonly Receipt[], answer: unknown[]) {
  const codes = new Set(receipts.map((receipt) => receipt.refused!.code));
  const [only] = codes;
  const transient = codes.size === 1 && only !== undefined && TRANSIENT.has(only);
  const refused = transient ? receipts[0]!.refused! : refusal('ALL_REPORTS_REFUSED', `None of the ${receipts.length} reports was taken.`);
  return refusedRequest(refused, { receipts: answer });
}

const TRANSIENT: ReadonlySet<string> = new Set(['DOOR_BUSY', 'LOG_UNAVAILABLE', 'DOOR_CLOSED']);

const idOf = ({ source, epoch, sequence }: Receipt) => (source === '' ? {} : { source, epoch, sequence: sequence.toString() });
