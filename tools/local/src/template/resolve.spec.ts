import { describe, expect, it } from '@jest/globals';
import { resolveValue } from './resolve.ts';
import { type Json, template } from './template.ts';

const parsed = template.parse({
  Parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Zones: { Type: 'CommaDelimitedList', Default: 'x, y' },
    Bare: { Type: 'String' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
  },
  Mappings: { Sizes: { prod: { memory: 128 } } },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsTest' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsTest' }] },
    Round: { 'Fn::Not': [{ Condition: 'Round' }] },
    Odd: { 'Fn::Contains': [['a'], 'a'] },
  },
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
});

const queue = {
  ref: 'http://127.0.0.1:4566/000000000000/q',
  attributes: { Arn: 'arn:aws:sqs:::q', 'End.Port': '1' },
};
const scope = {
  stack: { name: 'Gomoku', template: parsed, assets: new Map<string, string>() },
  region: 'ap-northeast-2',
  accountId: '000000000000',
  gatewayUrl: 'http://127.0.0.1:4566',
  created: new Map([['Queue', queue]]),
  exports: new Map([['Shared:prod', 'exported']]),
  where: 'Gomoku.Reader',
};
const resolve = (value: Json) => resolveValue(value, scope);

describe('resolveValue', () => {
  it.each<[string, Json, Json]>([
    ['a plain value', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a resource', { Ref: 'Queue' }, queue.ref],
    ['Ref of a parameter', { Ref: 'Stage' }, 'prod'],
    ['Ref of a list parameter', { Ref: 'Zones' }, ['x', 'y']],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'ap-northeast-2'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:::q'],
    ['GetAtt as text, its attribute dotted', { 'Fn::GetAtt': 'Queue.End.Port' }, '1'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-prod-1'],
    ['Join of a list function', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
    [
      'Sub',
      { 'Fn::Sub': '${AWS::Partition}:${Queue.Arn}:${Stage}:${!Stage}' },
      'aws:arn:aws:sqs:::q:prod:${Stage}',
    ],
    ['Sub with names of its own', { 'Fn::Sub': ['${Name}', { Name: { Ref: 'Stage' } }] }, 'prod'],
    ['Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Select of GetAZs', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'ap-northeast-2b'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'Shared:${Stage}' } }, 'exported'],
    ['Base64', { 'Fn::Base64': '오목' }, '7Jik66qp'],
    ['If that holds', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes'],
    ['If with Not', { 'Fn::If': ['IsTest', 'yes', 'no'] }, 'no'],
    ['If with And', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['If with Or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['no value in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['no value in a list', [1, { 'Fn::If': ['IsTest', 2, { Ref: 'AWS::NoValue' }] }], [1]],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each<[string, Json, string]>([
    [
      'an unknown function',
      { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] },
      'intrinsic function "Fn::Cidr" is not supported',
    ],
    [
      'a value of another stack',
      { 'Fn::ImportValue': 'x' },
      'Fn::ImportValue: no stack that is made before exports "x"',
    ],
    ['an unknown name', { Ref: 'Nobody' }, 'Ref "Nobody" names nothing'],
    ['an unknown resource', { 'Fn::GetAtt': ['Nobody', 'Arn'] }, 'Fn::GetAtt "Nobody" names no resource'],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Queue', 'Age'] },
      'attribute "Age" of AWS::SQS::Queue is not supported',
    ],
    ['a parameter without default', { Ref: 'Bare' }, 'parameter "Bare" has no default'],
    ['a parameter kept in AWS', { Ref: 'BootstrapVersion' }, 'parameter "BootstrapVersion" is kept in AWS'],
    ['an unknown condition', { 'Fn::If': ['Never', 1, 2] }, 'condition "Never" does not exist'],
    ['a condition that goes round', { 'Fn::If': ['Round', 1, 2] }, 'condition "Round" is defined by itself'],
    [
      'a condition function',
      { 'Fn::If': ['Odd', 1, 2] },
      'condition function "Fn::Contains" is not supported',
    ],
    ['an item past the end', { 'Fn::Select': [2, ['a']] }, 'Fn::Select has no item 2'],
    [
      'a missing mapping',
      { 'Fn::FindInMap': ['Sizes', 'test', 'memory'] },
      'mapping Sizes.test.memory does not exist',
    ],
    ['text that is none', { 'Fn::Join': ['', [{ a: 1 }]] }, '{"a":1} is not text'],
  ])('refuses %s, naming the resource', (_, value, problem) => {
    expect(() => resolve(value)).toThrow(`Gomoku.Reader: ${problem}`);
  });

  it('finds each condition out once, however many others name it', () => {
    const twice = (name: string) => ({ 'Fn::Or': [{ Condition: name }, { Condition: name }] });
    const chain = Array.from({ length: 64 }, (_, index) => [`C${index + 1}`, twice(`C${index}`)]);
    const Conditions = { C0: { 'Fn::Equals': ['a', 'b'] }, ...Object.fromEntries(chain) };
    const stack = { ...scope.stack, template: { ...parsed, Conditions } };
    expect(resolveValue({ 'Fn::If': ['C64', 'yes', 'no'] }, { ...scope, stack })).toBe('no');
  });

  it('compares what a parameter says with a number as with its text', () => {
    const Conditions = { Same: { 'Fn::Equals': [0, '0'] }, Other: { 'Fn::Equals': [1, '0'] } };
    const stack = { ...scope.stack, template: { ...parsed, Conditions } };
    const ifOf = (name: string) => resolveValue({ 'Fn::If': [name, 'yes', 'no'] }, { ...scope, stack });
    expect([ifOf('Same'), ifOf('Other')]).toEqual(['yes', 'no']);
  });

  it('puts the gateway in place of an execute-api host', () => {
    const url = 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/prod/';
    expect(resolve({ 'Fn::Sub': [url, { Api: 'abc123' }] })).toBe(
      'http://127.0.0.1:4566/_aws/execute-api/abc123/prod/',
    );
    expect(
      resolve({ 'Fn::Join': ['', ['https://', 'abc123', '.execute-api.us-east-1.amazonaws.com/', 'a/b']] }),
    ).toBe('http://127.0.0.1:4566/_aws/execute-api/abc123/a/b');
  });
});
