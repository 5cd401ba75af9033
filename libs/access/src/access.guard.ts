import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator } from './authenticator.js';
import { authorizationOf, callOf, PUBLIC_ROUTE, setCaller } from './authorize.js';
import { type NamedPermission, PERMISSION, requireAttempt } from './permissions/permit.js';

/** Stands before every handler, of HTTP and gRPC. Closed by default: a route that names no row of the table of permissions lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, route)) return true;
    const permission = this.reflector.getAllAndOverride<NamedPermission | undefined>(PERMISSION, route);
    if (!permission) throw new Error(`${context.getClass().name}.${context.getHandler().name} says neither @Permit nor @Public`);
    const call = callOf(context);
    const caller = await this.authenticator.authenticate(authorizationOf(call));
    requireAttempt(caller, permission);
    setCaller(call, caller);
    return true;
  }
}
