import { parseArgs } from 'node:util';
import { type FlagEvidence, verifyFlagEvidence } from '@tidemark/domain';
import { type Command, type Terminal, UsageError } from '../command.js';
import { readBundle, Unreadable } from './bundle-source.js';
import { AGREES, checkedText, differenceText } from './verdict-text.js';

const EXIT = { agrees: 0, differs: 1, unreadable: 2 } as const;

/**
 * Works a flag out again from its evidence. Nothing but the bundle is looked at: no database, and no network beyond fetching the bundle
 * itself where an address is given.
 */
export const VERIFY_FLAG: Command = {
  does: 'Works a flag out again, offline, from the bundle of GET /v1/flags/{id}/evidence. Exit code 0: it agrees; 1: it differs; 2: it cannot be read.',
  usage: 'verify-flag FILE | URL | -  [--json]',
  async run(args, terminal) {
    const { source, json } = readArguments(args);
    try {
      return await verify(source, json, terminal);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      terminal.complain(error.message);
      return EXIT.unreadable;
    }
  },
};

async function verify(source: string, json: boolean, terminal: Terminal): Promise<number> {
  const file = await readBundle(source, terminal);
  const verdict = verifyFlagEvidence(file.json);
  const differences = verdict.ok ? [] : verdict.differences;
  const isUnreadable = differences.some(({ code }) => code === 'EVIDENCE_MALFORMED');
  const code = isUnreadable ? EXIT.unreadable : verdict.ok ? EXIT.agrees : EXIT.differs;
  if (json) {
    terminal.say(JSON.stringify({ verdict: NAMES[code], sha256: file.sha256, differences }));
    return code;
  }
  if (!isUnreadable) terminal.say(`${checkedText(file.json as FlagEvidence, file)}\n`);
  const report = verdict.ok ? AGREES : differences.map(differenceText).join('\n');
  if (isUnreadable) terminal.complain(`${source} is not a whole bundle of evidence.\n${report}`);
  else terminal.say(report);
  return code;
}

const NAMES = ['AGREES', 'DIFFERS', 'UNREADABLE'] as const;

function readArguments(args: readonly string[]): { source: string; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [source, ...more] = positionals;
    if (source === undefined || more.length > 0) throw new UsageError('Name one bundle: a file, an address, or - for standard input.');
    return { source, json: values.json };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}
