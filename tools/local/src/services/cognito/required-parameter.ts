import { invalidParameter } from './errors.ts';

/** Throws ApiError naming the parameter when it lacks or is empty. */
export function requiredParameter(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
