import { ApiError } from '../../../gateway/api-error.ts';
import { FunctionConfigError } from '../errors.ts';
import type { DeployedFunction } from '../deployed-function.ts';
import type { Functions } from '../functions.ts';
import type { Given } from './lambda-parameters.ts';

/**
 * Gives a function the zip of the request, in base64; the same bytes change nothing. Throws `ApiError`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export async function updateFunctionCode(
  { ZipFile }: Given,
  { config }: DeployedFunction,
  functions: Functions,
): Promise<DeployedFunction> {
  if (ZipFile === undefined) throw invalid('Please provide a source for function code.');
  try {
    return (await functions.replaceCode(config.name, Buffer.from(ZipFile, 'base64'))).deployed;
  } catch (error) {
    if (!(error instanceof FunctionConfigError)) throw error;
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}

function invalid(message: string): ApiError {
  return new ApiError('InvalidParameterValueException', message);
}
