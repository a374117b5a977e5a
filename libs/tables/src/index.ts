export { attributesOf, type Item, plainOf } from './attributes.ts';
export { createTableInput } from './create-table-input.ts';
export { defineTable, type KeyOf, type TableDefinition } from './define-table.ts';
export { ContendedError, ItemShapeError, WriteRefusedError } from './errors.ts';
export { itemOf, keyOf, parseItem, readItem } from './items.ts';
export { createReceipts, type Receipt, type Receipts } from './receipts.ts';
export { type Cancellation, transact, type Transacted } from './transact.ts';
export { untilUncontended } from './until-uncontended.ts';
export { writeOutcome, type WriteOutcome } from './write-outcome.ts';
