import * as z from 'zod';

/** Any JSON value, intrinsic functions included. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A value that `JSON.parse` answered is JSON at any depth; looking through each again takes most of a start's reading. */
export const json = z.custom<Json>((value) => value !== undefined);

const parameter = z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() });

const resource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), json).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Metadata: json.optional(),
});

const output = z.strictObject({
  Value: json,
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: json }).optional(),
});

/**
 * A CloudFormation template, every section and resource attribute that the local stack knows; others are refused.
 * Rules guard a deployment and Metadata describes, so both are read over.
 */
export const template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: json.optional(),
  Rules: json.optional(),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), json))).default({}),
  Conditions: z.record(z.string(), json).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).default({}),
});

type Template = z.infer<typeof template>;
export type TemplateResource = Template['Resources'][string];

/** One synthesized stack. */
export type StackTemplate = {
  name: string;
  template: Template;
  /** Zip file by asset hash. */
  assets: ReadonlyMap<string, string>;
};
