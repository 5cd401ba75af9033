import { DocumentScanner, type ScanVerdict } from './document-scanner.port.js';
import { activeContentIn } from './pdf-active-content.js';

const SCANNER = 'builtin-1';
/** The test string that every scanner must find (EICAR), in two parts so that this file is not found itself. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''), 'latin1');

/**
 * What can be told without signatures of malware: the test string, programs under another name, and content in PDF that runs or carries other files.
 * No substitute for a scanner with signatures: set TIDEMARK_CLAMD for one.
 */
export class BuiltinScanner extends DocumentScanner {
  async scan(content: Buffer): Promise<ScanVerdict> {
    const found = findingIn(content);
    return found === undefined ? { verdict: 'CLEAN', scanner: SCANNER } : { verdict: 'INFECTED', scanner: SCANNER, found };
  }
}

function findingIn(content: Buffer): string | undefined {
  if (content.includes(EICAR)) return 'EICAR test file';
  if (content.subarray(0, 2).toString('latin1') === 'MZ' || content.subarray(0, 4).toString('latin1') === '\x7fELF') return 'a program';
  // Readers take a PDF whose header stands within the first kilobyte, whatever comes before it.
  return content.subarray(0, 1024).includes('%PDF-') ? activeContentIn(content) : undefined;
}
