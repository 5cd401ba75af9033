import { type Command, type Terminal, UsageError } from './command.js';
import { VERIFY_CASE } from './verify-case/verify-case.command.js';
import { VERIFY_FLAG } from './verify-flag/verify-flag.command.js';

const COMMANDS: Readonly<Record<string, Command>> = { 'verify-flag': VERIFY_FLAG, 'verify-case': VERIFY_CASE };

/** The command for auditors, analysts and providers. Answers the exit code: 2 for what cannot be done as it was typed. */
export async function runTidemark([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    terminal.say(overview());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    terminal.complain(`There is no command "${name}".\n\n${overview()}`);
    return 2;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.complain(`${error.message}\n\nUsage: tidemark ${command.usage}`);
    return 2;
  }
}

const overview = (): string =>
  ['Usage: tidemark <command>', '', ...Object.values(COMMANDS).map(({ usage, does }) => `  tidemark ${usage}\n      ${does}`)].join('\n');
