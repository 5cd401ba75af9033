import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Caller } from './caller.js';

export const PUBLIC_ROUTE = 'tidemark:public';

/** Anybody may call, without a token. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);

const CALLERS = new WeakMap<object, Caller>();

/** What stands for one call: the request over HTTP, the metadata over gRPC. */
export function callOf(context: ExecutionContext): object {
  return context.getType() === 'rpc' ? context.switchToRpc().getContext<object>() : context.switchToHttp().getRequest<object>();
}

export function setCaller(call: object, caller: Caller): void {
  CALLERS.set(call, caller);
}

/** Who calls, by the request (HTTP) or the metadata (gRPC). Throws on an open route: nobody is known there. */
export function callerOf(call: object): Caller {
  const caller = CALLERS.get(call);
  if (!caller) throw new Error('Nobody was authenticated for this call: the route lacks @Permit, or the guard is not installed');
  return caller;
}

/** Parameter of a handler: the verified {@link Caller}. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => callerOf(callOf(context)));
