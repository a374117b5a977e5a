import type { AttributeType } from '../expressions/property.ts';
import type { AttributeValue } from '../matchmaker/ticket.ts';
import { type Fields, isObject, readFields, type Report } from './json-fields.ts';
import { nameOf } from './names.ts';
import type { Attribute } from './rule-set.ts';

const TYPES = ['string', 'number', 'string_list', 'string_number_map'] as const;

/** The attributes that players bring, by name. */
export function parseAttributes(root: Fields, report: Report): Map<string, Attribute> {
  const attributes = new Map<string, Attribute>();
  for (const { value, path } of root.list('playerAttributes')) {
    const fields = readFields(value, path, report);
    if (!fields) continue;
    fields.only(['name', 'type', 'default'], 'an attribute');
    const name = nameOf(fields, (taken) => attributes.has(taken));
    const type = fields.require('type') ? fields.oneOf('type', TYPES) : undefined;
    if (name === undefined || type === undefined) continue;
    const given = fields.raw('default');
    if (fields.has('default') && !isOfType(given, type)) fields.report('default', `must be ${shapeOf(type)}`);
    else attributes.set(name, isOfType(given, type) ? { type, default: given } : { type });
  }
  return attributes;
}

/** True when a player's value fits the attribute. */
export function isOfType(value: unknown, type: AttributeType): value is AttributeValue {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'string') return typeof value === 'string';
  if (type === 'string_list') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  return (
    isObject(value) && Object.values(value).every((each) => typeof each === 'number' && Number.isFinite(each))
  );
}

function shapeOf(type: AttributeType): string {
  if (type === 'string_list') return 'a list of strings';
  return type === 'string_number_map' ? 'an object of numbers' : `a ${type}`;
}
