// Starts and stops Kafka from a fresh clone, before anything is built: Node strips the types, and this maps our `.js` imports to the `.ts` beside them.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    next(context.parentURL?.endsWith('.ts') && specifier.startsWith('./') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
});
const { main } = await import('./broker-command.ts');
process.exitCode = await main(process.argv.slice(2));
