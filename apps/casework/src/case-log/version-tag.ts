import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { tagVersion } from '@tidemark/edge';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/** The version in an answer is its ETag too. */
@Injectable()
export class VersionTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (typeof answer === 'object' && answer !== null && 'version' in answer && typeof answer.version === 'number')
          tagVersion(context.switchToHttp().getResponse<Response>(), answer.version);
        return answer;
      }),
    );
  }
}
