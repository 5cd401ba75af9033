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

/** The header `Authorization` as it came, over HTTP or gRPC. */
export function authorizationOf(call: object): string | undefined {
  if ('headers' in call) return (call.headers as { authorization?: string }).authorization;
  const value = (call as { get(key: string): (string | Buffer)[] }).get('authorization')[0];
  return typeof value === 'string' ? value : undefined;
}

export const tokenIn = (authorization: string | undefined): string | undefined => /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];

/**
 * Parameter of a handler: the caller's own verified token, to be forwarded to the app that owns an answer, which then decides by the person's
 * own rights. Never to be kept or logged.
 */
export const BearerToken = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const call = callOf(context);
  callerOf(call);
  return tokenIn(authorizationOf(call))!;
});
