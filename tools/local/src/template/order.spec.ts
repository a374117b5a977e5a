import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { creationOrder } from './order.ts';
import { type Json, template } from './template.ts';

function resourcesOf(
  resources: Record<string, { Properties?: Record<string, Json>; DependsOn?: string | string[] }>,
) {
  const typed = Object.entries(resources).map(([id, resource]) => [id, { Type: 'T', ...resource }]);
  return template.parse({ Resources: Object.fromEntries(typed) }).Resources;
}

describe('creationOrder', () => {
  it('puts what is referred to first, whichever way it is named', () => {
    const resources = resourcesOf({
      A: { Properties: { x: { Ref: 'D' } } },
      B: { Properties: { x: [{ 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::GetAtt': 'E.Arn' }] } },
      C: { DependsOn: ['B'], Properties: { x: { 'Fn::Sub': '${F.Arn} ${AWS::Region} ${!A}' } } },
      D: { DependsOn: 'F' },
      E: {},
      F: {},
    });
    expect([...creationOrder('Gomoku', resources).keys()]).toEqual(['F', 'E', 'D', 'A', 'B', 'C']);
  });

  it('keeps the order of the template where nothing depends', () => {
    expect([...creationOrder('Gomoku', resourcesOf({ C: {}, A: {}, B: {} })).keys()]).toEqual([
      'C',
      'A',
      'B',
    ]);
  });

  it('passes over names of parameters, and of resources that a condition leaves out', () => {
    const resources = resourcesOf({ A: { DependsOn: 'Gone', Properties: { x: { Ref: 'Stage' } } } });
    expect([...creationOrder('Gomoku', resources).keys()]).toEqual(['A']);
  });

  it('spells out a cycle', () => {
    const resources = resourcesOf({
      Entry: { DependsOn: 'A' },
      A: { Properties: { x: { Ref: 'B' } } },
      B: { Properties: { x: { 'Fn::Sub': ['${v}', { v: { Ref: 'A' } }] } } },
    });
    expect(() => creationOrder('Gomoku', resources)).toThrow(
      'Gomoku: resources depend on each other: A -> B -> A',
    );
  });

  it('puts every resource after those it refers to, for any graph without a cycle', () => {
    const graph = fc.array(fc.array(fc.nat(19), { maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(graph, (edges) => {
        const names = (index: number, targets: number[]) =>
          targets.filter((target) => target < index).map((target) => `R${target}`);
        const dependencies = edges.map((targets, index) => [`R${index}`, names(index, targets)] as const);
        const reversed = dependencies.toReversed().map(([id, DependsOn]) => [id, { DependsOn }]);
        const order = [...creationOrder('S', resourcesOf(Object.fromEntries(reversed))).keys()];
        expect(order.toSorted()).toEqual(dependencies.map(([id]) => id).toSorted());
        for (const [id, targets] of dependencies) {
          for (const target of targets) expect(order.indexOf(target)).toBeLessThan(order.indexOf(id));
        }
      }),
    );
  });
});
