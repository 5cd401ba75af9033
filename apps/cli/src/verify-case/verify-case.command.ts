import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../command.js';
import type { CaseVerdict } from './verdict.js';
import { verifyDossier } from './verify-dossier.js';
import { verifyLog } from './verify-log.js';

const EXIT = { INTACT: 0, BROKEN: 1, UNREADABLE: 2 } as const;

/** Checks what left a case: nothing but the file is looked at, no database and no network. */
export const VERIFY_CASE: Command = {
  does: 'Checks an exported log of a case (hash chain) or a dossier (manifest and log), offline. Exit code 0: it is intact; 1: it is broken, and where; 2: it cannot be read.',
  usage: 'verify-case FILE  [--json]',
  async run(args, terminal) {
    const { file, json } = readArguments(args);
    const verdict = await verify(resolve(terminal.directory, file));
    const exit = EXIT[verdict.verdict];
    if (json) terminal.say(JSON.stringify(verdictJson(verdict)));
    else if (exit === 2) terminal.complain(`${file} cannot be verified: ${textOf(verdict)}`);
    else terminal.say(textOf(verdict));
    return exit;
  },
};

async function verify(path: string): Promise<CaseVerdict> {
  try {
    return (await isArchive(path)) ? await verifyDossier(await readFile(path)) : await verifyLog(path);
  } catch (error) {
    return { verdict: 'UNREADABLE', why: (error as Error).message };
  }
}

/** "PK": how every ZIP begins. */
async function isArchive(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === 'PK';
  } finally {
    await file.close();
  }
}

function textOf(verdict: CaseVerdict): string {
  if (verdict.verdict === 'UNREADABLE') return verdict.why;
  if (verdict.verdict === 'BROKEN') return `BROKEN at ${verdict.path ?? `entry ${verdict.entry}`}: ${verdict.why}.`;
  const { chain, dossier } = verdict;
  return [
    `INTACT: case ${verdict.case}, ${chain.entries} entries, hash ${chain.hash}`,
    ...(dossier === undefined
      ? []
      : [`Files:   ${dossier.files}, each as the manifest names it; SHA-256 of the dossier ${dossier.sha256}`]),
    `Words:   ${chain.wordsChecked} worked out again; ${chain.wordsAbsent} erased or withheld, whose hashes are in the chain`,
    'Not checked: that this log is the one that the authority keeps. Compare the hash with one that you had from it.',
    ...(dossier === undefined
      ? []
      : [
          'Nor that all beside the log is what the authority gave out: compare the SHA-256 with that of the entry "dossier-made" in its log.',
        ]),
  ].join('\n');
}

const verdictJson = (verdict: CaseVerdict): object =>
  verdict.verdict === 'INTACT'
    ? {
        verdict: 'INTACT',
        case: verdict.case,
        entries: verdict.chain.entries,
        hash: verdict.chain.hash,
        words: { checked: verdict.chain.wordsChecked, absent: verdict.chain.wordsAbsent },
        ...verdict.dossier,
      }
    : verdict;

function readArguments(args: readonly string[]): { file: string; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('Name one file: an exported log, or a dossier.');
    return { file, json: values.json };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}
