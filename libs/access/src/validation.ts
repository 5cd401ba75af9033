import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { ProblemException } from './problem.js';

/** Checks DTOs: what is not declared is refused by name, and every field at fault is listed with what it must be. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
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
