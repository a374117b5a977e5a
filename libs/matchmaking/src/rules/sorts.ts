import { NUMBER_AGGREGATIONS } from './operands.ts';
import { defineRule, type RuleKind, type Sort } from './rule.ts';

type SortData = Sort & { attribute: string };

/** Both sorts: they never refuse a ticket, they order those that are tried behind the first one. */
function sortRule(type: 'absoluteSort' | 'distanceSort', by: Sort['by']): RuleKind {
  return defineRule<SortData>({
    type,
    fields: ['sortDirection', 'sortAttribute', 'mapKey', 'partyAggregation'],
    expandable: [],
    parse(fields, { attributes, slotOf }) {
      const aggregation = fields.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg';
      fields.require('sortDirection', 'sortAttribute');
      const direction = fields.oneOf('sortDirection', ['ascending', 'descending'] as const);
      const attribute = fields.text('sortAttribute');
      const mapKey = fields.oneOf('mapKey', ['minValue', 'maxValue'] as const);
      if (attribute === undefined || !direction) return undefined;
      const type = attributes.get(attribute)?.type;
      if (!type)
        return fields.report(
          'sortAttribute',
          `${JSON.stringify(attribute)} is not declared in playerAttributes`,
        );
      if (type !== 'number' && type !== 'string_number_map')
        return fields.report(
          'sortAttribute',
          `must be a number or a string_number_map, ${JSON.stringify(attribute)} is a ${type}`,
        );
      if (type === 'number' && fields.has('mapKey'))
        return fields.report('mapKey', `needs a string_number_map, ${JSON.stringify(attribute)} is a number`);
      if (type !== 'number' && !fields.require('mapKey')) return undefined;
      return {
        by,
        attribute,
        mapKey,
        slot: slotOf({ of: 'attribute', name: attribute, aggregation }),
        descending: direction === 'descending',
      };
    },
    holds: () => true,
    explain: ({ attribute, descending }) => ({
      measured: attribute,
      judged: `sorts ${descending ? 'down' : 'up'}, never refuses`,
    }),
    sort: (data) => data,
  });
}

/** By value; of a map, the value at the key where the first ticket's own value is the lowest or the highest. */
export const absoluteSort = sortRule('absoluteSort', 'value');
/** By distance from the first ticket's value. */
export const distanceSort = sortRule('distanceSort', 'distance');
