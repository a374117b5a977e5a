/** A file in a zip does not run on the processor that the zip is for. */
export class WrongMachineError extends Error {
  override readonly name = 'WrongMachineError';
}

/** Packages with native code could not be installed whole for a processor. */
export class NativePackageError extends Error {
  override readonly name = 'NativePackageError';
}

/** A package comes without the text of its licence, and none is known here. */
export class MissingLicenceError extends Error {
  override readonly name = 'MissingLicenceError';
}
