#!/usr/bin/env node
/** `npm run -s tidemark -- <command>`, or node dist/apps/cli/src/main.js <command>. */
import { runTidemark } from './tidemark.js';

process.exitCode = await runTidemark(process.argv.slice(2), {
  directory: process.env.INIT_CWD ?? process.cwd(),
  environment: process.env,
  input: process.stdin,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
