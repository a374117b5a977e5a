import { ApiError } from '../../gateway/api-error.ts';

const maxPageItems = 50;

/**
 * One page of a list of the Lambda API under its member's name: up to `MaxItems` items from `Marker` on, at most 50
 * as AWS answers, with `NextMarker` when there is more.
 */
export function page(url: URL, member: string, items: readonly object[]): Record<string, unknown> {
  const from = Number(url.searchParams.get('Marker') ?? 0);
  const count = Number(url.searchParams.get('MaxItems') ?? maxPageItems);
  if (!Number.isInteger(from) || from < 0) throw invalid('Marker');
  if (!Number.isInteger(count) || count < 1) throw invalid('MaxItems');
  const to = from + Math.min(count, maxPageItems);
  const listed = { [member]: items.slice(from, to) };
  return to < items.length ? { ...listed, NextMarker: String(to) } : listed;
}

function invalid(parameter: string): ApiError {
  return new ApiError('InvalidParameterValueException', `${parameter} is not valid.`, 400);
}
