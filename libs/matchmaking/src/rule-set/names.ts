import type { Fields } from './json-fields.ts';

const MAX_NAME = 128;

/** The member `name`: 1 to 128 characters, once, and none of those that expressions and targets are made of. */
export function nameOf(fields: Fields, isTaken: (name: string) => boolean): string | undefined {
  if (!fields.require('name')) return undefined;
  const name = fields.text('name');
  if (name === undefined) return undefined;
  if (name.trim() === '' || name.length > MAX_NAME)
    return fields.report('name', `must have 1 to ${MAX_NAME} characters`);
  if (/[[\](),*]/.test(name) || name !== name.trim())
    return fields.report(
      'name',
      'must have no blank at its ends and none of [ ] ( ) , *: expressions could not name it',
    );
  return isTaken(name) ? fields.report('name', `${JSON.stringify(name)} stands twice`) : name;
}
