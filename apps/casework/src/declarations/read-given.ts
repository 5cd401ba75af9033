import { createHash } from 'node:crypto';
import { canonicalJson, type DeclarationContent, type GivenDeclaration, readDeclaration } from '@tidemark/domain';
import { refuse } from '@tidemark/edge';
import { orCaseProblem } from '../refusals.js';

/** A declaration as it came in, read exactly, with the hash of its canonical form. Throws DECLARATION_INVALID with all that is wrong. */
export function readGiven(given: GivenDeclaration): { content: DeclarationContent; sha256: string } {
  const read = readDeclaration(given);
  if ('problems' in read) {
    const [first] = read.problems;
    return orCaseProblem<never>(
      refuse('DECLARATION_INVALID', `${first!.path} ${first!.problem}.`, { members: { problems: read.problems } }),
    );
  }
  // Out of the classes of the edge: canonical JSON is of plain data.
  const content = JSON.parse(JSON.stringify(read.content)) as DeclarationContent;
  return { content, sha256: createHash('sha256').update(canonicalJson(content)).digest('hex') };
}
