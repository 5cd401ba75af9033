import 'reflect-metadata';
import { main } from './broker-command.js';

process.exitCode = await main(process.argv.slice(2));
