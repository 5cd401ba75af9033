import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsOptional, IsString, ValidateIf, ValidateNested } from 'class-validator';
import type { ProblemException } from './problem.js';
import { validationPipe } from './validation.js';

class Question {
  @IsString()
  text!: string;

  @IsOptional()
  @IsBoolean()
  required = true;
}

class Asked {
  @IsOptional()
  @IsString()
  imminence?: string;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Question)
  questions: Question[] = [];

  @ValidateIf(({ person }: Asked) => person !== null)
  @IsString()
  person!: string | null;
}

const checked = (body: unknown) => validationPipe().transform(body, { type: 'body', metatype: Asked }) as Promise<Asked>;
const refused = (body: unknown) =>
  checked(body).then(
    () => [],
    (error: ProblemException) => (error.document.errors as { field: string }[]).map(({ field }) => field),
  );

describe('the check of a body', () => {
  it('takes null in a member that may be left out as that it is left out, at every depth', async () => {
    expect(await checked({ imminence: null, questions: null, person: 'rosa' })).toEqual({
      imminence: undefined,
      questions: [],
      person: 'rosa',
    });
    expect((await checked({ questions: [{ text: 'Why?', required: null }], person: 'rosa' })).questions).toEqual([
      { text: 'Why?', required: true },
    ]);
  });

  it('leaves null where it says something, and refuses it where something has to be said', async () => {
    expect((await checked({ person: null })).person).toBeNull();
    expect(await refused({ questions: [{ text: null }], person: 'rosa' })).toEqual(['questions.0.text']);
    expect(await refused(null)).toEqual(['person']);
  });
});
