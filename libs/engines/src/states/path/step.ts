/** One step of a path. Names and indices alone make it definite: it leads to one value or to none. */
export type Step =
  | { kind: 'names'; names: string[] }
  | { kind: 'indices'; indices: number[] }
  | { kind: 'slice'; from: number | undefined; to: number | undefined }
  | { kind: 'all' }
  | { kind: 'deep' }
  | { kind: 'filter'; filter: Filter };

/** The condition of `[?( … )]`. */
export type Filter =
  | { kind: 'or' | 'and'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'present'; of: Operand }
  | { kind: 'compare'; operator: string; left: Operand; right: Operand };
export type Operand = { literal: unknown } | { from: '@' | '$'; steps: Step[] };
