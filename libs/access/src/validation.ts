import { type ValidationError, ValidationPipe } from '@nestjs/common';
import type { ValidatorOptions } from 'class-validator';
import { withoutNulls } from './left-out.js';
import { ProblemException } from './problem.js';

class BodyCheck extends ValidationPipe {
  protected override validate(body: object, options?: ValidatorOptions): ReturnType<ValidationPipe['validate']> {
    return super.validate(withoutNulls(body), options);
  }
}

/** Checks DTOs: what is not declared is refused by name, every field at fault is listed with what it must be, and null in one that may be left out is none. */
export function validationPipe(): ValidationPipe {
  return new BodyCheck({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new ProblemException(
        { status: 400, title: 'The input is not valid' },
        { code: 'INVALID_INPUT', detail: 'Mend the fields listed under "errors" and send it again.', errors: faultsOf(errors) },
      ),
  });
}

function faultsOf(errors: readonly ValidationError[], path = ''): { field: string; message: string }[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = path === '' ? property : `${path}.${property}`;
    return [...Object.values(constraints).map((message) => ({ field, message })), ...faultsOf(children, field)];
  });
}
