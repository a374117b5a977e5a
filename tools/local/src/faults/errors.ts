/** A fault file that does not say which faults to inject; the message names the field. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}
