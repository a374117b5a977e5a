import { ApiError } from '../../gateway/api-error.ts';
import type { PasswordPolicy } from './user-pool.ts';

/** The characters that count as symbols; a space does where it is neither first nor last. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/;

/** Throws ApiError naming the first rule that the password breaks, in AWS's words. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const broken = rules(policy).find(({ holds }) => !holds(password));
  if (broken !== undefined) {
    const message = `Password did not conform with policy: ${broken.otherwise}`;
    throw new ApiError('InvalidPasswordException', message);
  }
}

type Rule = { holds: (password: string) => boolean; otherwise: string };

function rules(policy: PasswordPolicy): Rule[] {
  const rule = (asked: boolean, pattern: RegExp, characters: string): Rule => ({
    holds: (password) => !asked || pattern.test(password),
    otherwise: `Password must have ${characters} characters`,
  });
  return [
    { holds: ({ length }) => length >= policy.minimumLength, otherwise: 'Password not long enough' },
    rule(policy.requireUppercase, /[A-Z]/, 'uppercase'),
    rule(policy.requireLowercase, /[a-z]/, 'lowercase'),
    rule(policy.requireNumbers, /[0-9]/, 'numeric'),
    rule(policy.requireSymbols, SYMBOL, 'symbol'),
  ];
}
